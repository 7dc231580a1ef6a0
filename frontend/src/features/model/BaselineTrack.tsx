interface BaselineTrackProps {
  value: number
  baseline: number | null
  interval: readonly [number, number] | null
  scale: [number, number]
}

/** A dot for the model in its interval, a tick for the baseline, the distance in the accent. */
export function BaselineTrack(props: BaselineTrackProps) {
  const { value, baseline, interval, scale } = props
  const [low, high] = scale
  const place = (figure: number) =>
    Math.max(0, Math.min(100, ((figure - low) / (high - low)) * 100))
  const dot = place(value)
  const tick = baseline === null ? null : place(baseline)
  return (
    <div aria-hidden className="relative h-7 max-w-40">
      <div className="absolute inset-x-0 top-3.5 h-px bg-quiet" />
      {interval !== null && (
        <div
          className="absolute top-2 h-3 rounded-cell bg-accent/25"
          style={{
            left: `${place(interval[0])}%`,
            width: `${place(interval[1]) - place(interval[0])}%`,
          }}
        />
      )}
      {tick !== null && (
        <>
          <div
            className="absolute top-[13px] h-[3px] bg-accent"
            style={{ left: `${Math.min(dot, tick)}%`, width: `${Math.abs(dot - tick)}%` }}
          />
          <div className="absolute top-2 h-3 w-0.5 bg-ink-2" style={{ left: `${tick}%` }} />
        </>
      )}
      <div
        className="absolute top-2.5 size-2 -translate-x-1/2 rounded-full bg-accent"
        style={{ left: `${dot}%` }}
      />
    </div>
  )
}
