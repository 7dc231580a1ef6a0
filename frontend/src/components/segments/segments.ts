export type Shape = 'disc' | 'up' | 'diamond' | 'down' | 'ring'

export interface SegmentStyle {
  name: string
  colour: string
  shape: Shape
}

/** In order of engagement. Hue and shape name the family; one colour for both themes. */
export const segmentStyles: readonly SegmentStyle[] = [
  { name: 'Champions', colour: '#6455BB', shape: 'disc' },
  { name: 'Loyal Customers', colour: '#8E87E1', shape: 'disc' },
  { name: 'Potential Loyalists', colour: '#34718B', shape: 'up' },
  { name: 'Promising', colour: '#6F9582', shape: 'up' },
  { name: 'New Customers', colour: '#12A4AF', shape: 'up' },
  { name: 'Need Attention', colour: '#B08C3A', shape: 'diamond' },
  { name: 'About To Sleep', colour: '#92653E', shape: 'diamond' },
  { name: "Can't Lose Them", colour: '#C53A06', shape: 'down' },
  { name: 'At Risk', colour: '#BE6B60', shape: 'down' },
  { name: 'Hibernating', colour: '#82808D', shape: 'ring' },
  { name: 'Lost', colour: '#636561', shape: 'ring' },
]

/** The address of the list of a segment's customers. */
export function customersOf(segment: string): string {
  return `/customers?segment=${encodeURIComponent(segment)}`
}

const unknownSegment: Omit<SegmentStyle, 'name'> = { colour: '#82808D', shape: 'diamond' }

export function segmentStyle(name: string): SegmentStyle {
  return segmentStyles.find((style) => style.name === name) ?? { name, ...unknownSegment }
}
