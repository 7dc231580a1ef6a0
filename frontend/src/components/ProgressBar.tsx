/** How much is done, of 1. */
export function ProgressBar({ label, share }: { label: string; share: number }) {
  const done = Math.round(share * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={done}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 w-full max-w-md rounded-cell bg-quiet"
    >
      <div className="h-full rounded-cell bg-accent" style={{ width: `${done}%` }} />
    </div>
  )
}
