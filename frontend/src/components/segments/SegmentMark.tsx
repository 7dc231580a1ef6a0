import { segmentStyle, type Shape } from './segments'

const paths: Record<Exclude<Shape, 'disc' | 'ring'>, string> = {
  up: 'M5 1 9.6 9H.4Z',
  down: 'M5 9 9.6 1H.4Z',
  diamond: 'M5 0 10 5 5 10 0 5Z',
}

/** The shape alone; it always stands beside the segment's name. */
export function SegmentMark({ segment, size = 10 }: { segment: string; size?: number }) {
  const { colour, shape } = segmentStyle(segment)
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden className="shrink-0">
      <ShapePath shape={shape} colour={colour} />
    </svg>
  )
}

export function ShapePath({ shape, colour }: { shape: Shape; colour: string }) {
  if (shape === 'disc') return <circle cx="5" cy="5" r="4.5" fill={colour} />
  if (shape === 'ring') {
    return <circle cx="5" cy="5" r="3.7" fill="none" stroke={colour} strokeWidth="1.8" />
  }
  return <path d={paths[shape]} fill={colour} />
}

export function SegmentName({ segment }: { segment: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <SegmentMark segment={segment} />
      <span className="truncate">{segment}</span>
    </span>
  )
}
