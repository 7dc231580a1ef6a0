export function NoModel({ note }: { note: string | null }) {
  return (
    <div className="max-w-xl rounded-control bg-note p-4">
      <p className="text-finding">This run was published without a model</p>
      <p className="mt-1">{note ?? 'No reason was recorded.'}</p>
      <p className="mt-1 text-ink-2">
        Scores and segments do not need one; forecasts appear with the first run that has enough
        months of orders.
      </p>
    </div>
  )
}
