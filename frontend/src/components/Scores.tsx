import { absent, chance } from '@/format'

/** Each score as a digit over a bar of its fifth. */
export function ScoreBars({ scores }: { scores: readonly number[] }) {
  return (
    <span className="flex gap-1">
      {scores.map((score, index) => (
        <span key={index} className="w-[22px] leading-4">
          {score}
          <span aria-hidden className="mt-px block h-[3px] bg-quiet">
            <span className="block h-full bg-ink-2" style={{ width: `${score * 20}%` }} />
          </span>
        </span>
      ))}
    </span>
  )
}

export function Probability({ value }: { value: number | null }) {
  if (value === null) return <span className="text-ink-3">{absent}</span>
  return (
    <span className="flex items-center justify-end gap-2">
      <span aria-hidden className="h-1 w-16 bg-quiet">
        <span className="block h-full bg-accent" style={{ width: `${value * 100}%` }} />
      </span>
      <span className="min-w-10 whitespace-nowrap">{chance(value)}</span>
    </span>
  )
}
