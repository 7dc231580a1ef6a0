import { parse, shortMonth } from '@/format'

interface MonthTickProps {
  x?: number | string
  y?: number | string
  index?: number
  payload?: { value: string }
  subject?: string | undefined
}

const january = 0
const yearPixels = 30

/** A month on the axis, the year below where it begins; the chart's subject in ink. */
export function MonthTick({ x = 0, y = 0, index = 0, payload, subject }: MonthTickProps) {
  if (payload === undefined) return null
  const date = parse(payload.value)
  // A January right after the first tick would write its year into the neighbour's.
  const begins = index === 0 || (date.getUTCMonth() === january && index > 1)
  const isSubject = payload.value === subject
  const atEdge = begins && Number(x) < yearPixels / 2
  return (
    <text
      x={atEdge ? 0 : x}
      y={y}
      textAnchor={atEdge ? 'start' : 'middle'}
      fontSize={12}
      fontWeight={isSubject ? 600 : 400}
      fill={isSubject ? 'var(--color-ink)' : 'var(--color-ink-3)'}
    >
      <tspan dy="0.8em">{shortMonth(payload.value)}</tspan>
      {begins && (
        <tspan x={atEdge ? 0 : x} dy="1.25em">
          {date.getUTCFullYear()}
        </tspan>
      )}
    </text>
  )
}
