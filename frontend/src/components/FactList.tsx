import type { ReactNode } from 'react'
import { DataTable } from './DataTable'

export interface Fact {
  name: string
  value: ReactNode
}

export function FactList({ facts }: { facts: readonly Fact[] }) {
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

/** The same for a file; asked for anew there, where numbers and dates are plain. */
export function FactTable({ facts }: { facts: () => readonly Fact[] }) {
  return (
    <DataTable
      caption="Facts"
      rows={facts()}
      rowKey={({ name }) => name}
      columns={[
        { head: 'Name', cell: ({ name }) => name },
        { head: 'Value', cell: ({ value }) => value },
      ]}
    />
  )
}
