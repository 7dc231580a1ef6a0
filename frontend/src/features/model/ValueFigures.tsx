import { useQuery } from '@tanstack/react-query'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { absent, decimal, exactMoney, percent, signedPercent } from '@/format'
import { overviewQuery } from '@/services/api/queries'
import type { Metrics } from '@/services/api/types'
import { modelSql } from './modelSql'

type Row = NonNullable<Metrics['value']>[number]

const shipped = 'shipped'

const names: Record<string, string> = {
  shipped: 'As shipped',
  bg_nbd_gamma_gamma: 'BG/NBD with Gamma-Gamma',
  gradient_boosting: 'Gradient boosting',
  mean_rate: 'Rate of spend so far',
  last_90_days: 'Spend of the last 90 days',
  zero: 'Nobody spends anything',
}

/** How far expected spend lay from what came, beside rules that need no model. */
export function ValueFigures({ rows }: { rows: readonly Row[] }) {
  const { data } = useQuery(overviewQuery)
  const amount = (value: number | null) =>
    value === null || data === undefined ? absent : exactMoney(value, data.currency)
  return (
    <Section
      name="value"
      sql={modelSql}
      title={valueFinding(rows)}
      subtitle={`Expected net spend over ${rows[0]?.horizon_days ?? 0} days, a customer’s mean and median error, means over the test cutoffs. No figure alone decides: half of the customers spend nothing.`}
    >
      <DataTable
        caption="Expected spend against what came"
        rows={rows}
        rowKey={(row) => row.model}
        columns={[
          { head: 'Model or rule', cell: (row) => names[row.model] ?? row.model },
          { head: 'Mean error', align: 'right', cell: (row) => amount(row.mean_absolute_error) },
          {
            head: 'Median',
            align: 'right',
            wideOnly: true,
            cell: (row) => amount(row.median_absolute_error),
          },
          {
            head: 'Sum off by',
            align: 'right',
            cell: (row) => (row.bias === null ? absent : signedPercent(row.bias)),
          },
          {
            head: 'Rank correlation',
            align: 'right',
            wideOnly: true,
            cell: (row) => decimal(row.rank_correlation),
          },
          {
            head: 'In 80% interval',
            align: 'right',
            wideOnly: true,
            cell: (row) => (row.coverage === null ? absent : percent(row.coverage)),
          },
        ]}
      />
    </Section>
  )
}

/** "Expected spend: closest of six, its sum 26% too low" */
export function valueFinding(rows: readonly Row[]): string {
  const own = rows.find(({ model }) => model === shipped)
  if (own?.bias === undefined || own.bias === null) return 'Expected spend against what came'
  const off = `${percent(Math.abs(own.bias))} too ${own.bias < 0 ? 'low' : 'high'}`
  const error = own.mean_absolute_error ?? Infinity
  const better = rows.some((row) => (row.mean_absolute_error ?? Infinity) < error)
  return `Expected spend: ${better ? 'not the smallest error' : 'the smallest mean error'}, the sum ${off}`
}
