import { compactMoney, count, monthYear, percent } from '@/format'
import type { CohortMonth } from '@/services/api/types'
import { byCohort, heatOf, monthAfter, together, type Measure } from './cohorts'

interface CohortGridProps {
  rows: readonly CohortMonth[]
  measure: Measure
  currency: string
}

const heatClass = [
  '',
  'bg-heat-1',
  'bg-heat-2',
  'bg-heat-3',
  'bg-heat-4',
  'bg-heat-5 text-on-heat-5',
]

/** Cohorts by months since the first order as a heat map; wider than the page where history is long. */
export function CohortGrid({ rows, measure, currency }: CohortGridProps) {
  const cohorts = byCohort(rows)
  const all = together(rows)
  const width = Math.max(...cohorts.map(({ months }) => months.length))
  const numbers = Array.from({ length: width }, (_, since) => since)
  // The first month holds the first order itself and would outshine all others.
  const largest = Math.max(
    ...rows.filter((row) => row.months_since > 0).map((row) => row.revenue),
    0,
  )
  const text = (value: { customers: number; size: number; revenue: number }) =>
    measure === 'share'
      ? percent(value.customers / value.size)
      : compactMoney(value.revenue, currency)
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard, too
    <div role="region" aria-label="Cohorts" tabIndex={0} className="relative overflow-x-auto">
      <table className="min-w-full border-separate border-spacing-0.5 text-label">
        <caption className="sr-only">
          {measure === 'share' ? 'Customers who ordered again' : 'Revenue'} by month of the first
          order and months since
        </caption>
        <thead>
          <tr className="h-8 text-ink-3">
            <th scope="col" className="sticky left-0 bg-canvas pr-3 text-left">
              First order
            </th>
            <th scope="col" className="pr-2 text-right md:pr-3">
              Customers
            </th>
            {numbers.map((since) => (
              <th
                key={since}
                scope="col"
                className="min-w-[44px] pr-1 text-right md:min-w-[58px] md:pr-2"
              >
                <span aria-hidden>{since === 0 ? '0' : `+${since}`}</span>
                <span className="sr-only">{monthAfter(since)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ cohort, size, months }) => (
            <tr key={cohort} className="h-[34px]">
              <th scope="row" className="sticky left-0 bg-canvas pr-3 text-left whitespace-nowrap">
                {monthYear(cohort)}
              </th>
              <td className="pr-3 text-right">{count(size)}</td>
              {months.map((row) => (
                <Cell key={row.months_since} row={row} heat={heatOf(row, measure, largest)}>
                  {text(row)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="h-[34px]">
            <th scope="row" className="sticky left-0 bg-canvas pr-3 text-left font-semibold">
              All
            </th>
            <td className="pr-3 text-right font-semibold">
              {count(cohorts.reduce((sum, { size }) => sum + size, 0))}
            </td>
            {all.map((sum) => (
              <td key={sum.months_since} className="pr-1 text-right font-semibold md:pr-2">
                {text(sum)}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Cell({ row, heat, children }: { row: CohortMonth; heat: number; children: string }) {
  if (row.partial) {
    return (
      <td className="rounded-cell border border-dashed border-edge pr-1 text-right md:pr-2 text-ink-2">
        {children}
        <span className="sr-only"> so far</span>
      </td>
    )
  }
  return (
    <td className={`rounded-cell pr-1 text-right text-on-heat md:pr-2 ${heatClass[heat] ?? ''}`}>
      {children}
    </td>
  )
}
