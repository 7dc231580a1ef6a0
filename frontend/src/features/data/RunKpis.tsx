import { Kpi, KpiRow } from '@/components/Kpi'
import { compactMoney, count } from '@/format'
import type { Run } from '@/services/api/types'

export function RunKpis({ run, currency }: { run: Run; currency: string | undefined }) {
  const amount = (value: number) =>
    currency === undefined ? count(value) : compactMoney(value, currency)
  return (
    <KpiRow columns={4}>
      <Kpi label="Lines kept" value={count(run.lines_kept)} note={`of ${count(run.lines_in)}`} />
      <Kpi label="Orders" value={count(run.orders)} note="of customers with an id" />
      <Kpi label="Customers" value={count(run.customers)} note="scored" />
      <Kpi
        label="Spend, net of returns"
        value={amount(run.net_spend)}
        note={`${amount(run.gross_spend)} before returns`}
      />
    </KpiRow>
  )
}
