import { KpiRow } from '@/components/Kpi'
import { compactMoney, count } from '@/format'
import type { Run } from '@/services/api/types'

export function RunKpis({ run, currency }: { run: Run; currency: string | undefined }) {
  const amount = (value: number) =>
    currency === undefined ? count(value) : compactMoney(value, currency)
  return (
    <KpiRow
      columns={4}
      sql={['current_run', 'run_totals']}
      figures={() => [
        {
          label: 'Lines kept',
          value: count(run.lines_kept),
          note: `of ${count(run.lines_in)}`,
        },
        { label: 'Orders', value: count(run.orders), note: 'of customers with an id' },
        { label: 'Customers', value: count(run.customers), note: 'scored' },
        {
          label: 'Spend, net of returns',
          value: amount(run.net_spend),
          note: `${amount(run.gross_spend)} before returns`,
        },
      ]}
    />
  )
}
