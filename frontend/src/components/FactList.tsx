import type { ReactNode } from 'react'

export function FactList({ facts }: { facts: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl>
      {facts.map(({ name, value }) => (
        <div
          key={name}
          className="flex min-h-[34px] items-baseline gap-4 border-b border-hairline py-1.5 last:border-0"
        >
          <dt className="w-28 shrink-0 text-label text-ink-3">{name}</dt>
          <dd className="min-w-0 flex-1">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
