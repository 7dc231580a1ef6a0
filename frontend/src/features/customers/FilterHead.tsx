/** A filter's name, and beside it what is chosen. */
export function FilterHead({ name, chosen }: { name: string; chosen: string | null }) {
  return (
    <p className="mb-2 flex justify-between gap-2 text-label">
      <span className="font-medium whitespace-nowrap">{name}</span>
      {chosen === null ? (
        <span className="text-ink-3">any</span>
      ) : (
        <span className="font-medium text-accent-text">{chosen}</span>
      )}
    </p>
  )
}
