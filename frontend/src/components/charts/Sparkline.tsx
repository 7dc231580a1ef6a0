interface SparklineProps {
  values: readonly number[]
  /** The last value covers part of a period: dotted, and without the dot. */
  partialLast?: boolean
}

const width = 160
const height = 28
const inset = 4

export function Sparkline({ values, partialLast = false }: SparklineProps) {
  if (values.length < 2) return null
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const points = values.map((value, index) => ({
    x: inset + (index / (values.length - 1)) * (width - 2 * inset),
    y: inset + (1 - (value - low) / span) * (height - 2 * inset),
  }))
  const whole = partialLast ? points.slice(0, -1) : points
  const end = whole.at(-1)
  const line = (part: typeof points) => part.map(({ x, y }) => `${x},${y}`).join(' ')
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden
      className="max-w-full"
    >
      <polyline points={line(whole)} fill="none" stroke="var(--color-bar)" strokeWidth="1.5" />
      {partialLast && (
        <polyline
          points={line(points.slice(-2))}
          fill="none"
          stroke="var(--color-bar)"
          strokeWidth="1.5"
          strokeDasharray="2 2.5"
        />
      )}
      {end !== undefined && <circle cx={end.x} cy={end.y} r="3" fill="var(--color-accent)" />}
    </svg>
  )
}

/** A part of a whole: the accent's length is the share. */
export function ShareTrack({ share }: { share: number }) {
  return (
    <div aria-hidden className="flex h-7 max-w-40 items-center">
      <div className="h-1 flex-1 bg-quiet">
        <div className="h-full bg-accent" style={{ width: `${Math.min(1, share) * 100}%` }} />
      </div>
    </div>
  )
}
