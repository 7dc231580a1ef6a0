import type { ReactNode } from 'react'

interface ChartTooltipProps {
  title: ReactNode
  rows: readonly { label: string; value: string; mark?: ReactNode }[]
}

/** The one tooltip of all charts. */
export function ChartTooltip({ title, rows }: ChartTooltipProps) {
  return (
    <div className="rounded-control bg-raised px-3 py-2 text-label shadow-raised ring-1 ring-hairline">
      <p className="font-semibold">{title}</p>
      <dl className="mt-1 grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {rows.map(({ label, value, mark }) => (
          <div key={label} className="contents">
            <dt className="flex items-center gap-1.5 text-ink-2">
              {mark}
              {label}
            </dt>
            <dd className="text-right font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

interface TooltipContent<Row> {
  active: boolean
  payload: readonly { payload?: Row }[]
}

/** Content for Recharts' Tooltip, drawn from the row under the pointer or the keyboard. */
export function tooltipOf<Row>(draw: (row: Row) => ChartTooltipProps) {
  return function content({ active, payload }: TooltipContent<Row>) {
    const row = payload[0]?.payload
    return active && row !== undefined ? <ChartTooltip {...draw(row)} /> : null
  }
}
