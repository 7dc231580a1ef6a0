import { categoryAxis, valueAxis } from '@/components/charts/chartStyle'
import { percent } from '@/format'

const ticks = [0, 0.25, 0.5, 0.75, 1]

/** Both axes of a curve from 0% to 100%. */
export const shareX = {
  type: 'number',
  domain: [0, 1],
  ticks: [0, 0.5, 1],
  tickFormatter: percent,
  ...categoryAxis,
} as const

export const shareY = {
  type: 'number',
  domain: [0, 1],
  ticks,
  width: 48,
  tickFormatter: percent,
  ...valueAxis,
} as const

export const diagonal = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
] as const
