import { KpiRow } from '@/components/Kpi'
import { absent, chanceNumber, count, day, days, money, percent } from '@/format'
import type { CustomerProfile } from '@/services/api/types'

export function CustomerKpis({ profile }: { profile: CustomerProfile }) {
  const { rfm, prediction, currency } = profile
  const { purchase_probability: probability, expected_value: value } = prediction
  const gap = rfm.typical_gap_days
  return (
    <KpiRow
      columns={value === null ? 4 : 5}
      sql="customer"
      figures={() => [
        {
          label: 'Spend, net of returns',
          value: money(rfm.monetary, currency),
          note: `rank ${count(rfm.monetary_rank)} of ${count(rfm.customers)}`,
        },
        {
          label: 'Orders',
          value: count(rfm.frequency),
          note: `${money(rfm.average_order_value, currency)} per order`,
        },
        {
          label: 'Last order',
          value: count(rfm.recency),
          unit: rfm.recency === 1 ? 'day ago' : 'days ago',
          note: day(rfm.last_order_at) + (gap === null ? '' : `, typical gap ${days(gap)}`),
        },
        {
          label: `Buys in the next ${prediction.horizon_days} days`,
          value: probability === null ? absent : chanceNumber(probability),
          ...(probability !== null && { unit: '%' }),
          accent: probability !== null,
          note: standing(prediction, rfm.customers),
        },
        ...(value === null
          ? []
          : [
              {
                label: 'Expected value',
                value: money(value, currency),
                note: valueInterval(prediction, currency),
              },
            ]),
      ]}
    />
  )
}

function valueInterval(prediction: CustomerProfile['prediction'], currency: string): string {
  const { expected_value_low: low, expected_value_high: high } = prediction
  if (low === null || high === null) return 'no interval in this run'
  return `80% interval ${money(low, currency)} to ${money(high, currency)}`
}

function standing(prediction: CustomerProfile['prediction'], customers: number): string {
  const { probability_rank: rank, mean_probability: mean } = prediction
  if (rank === null) return 'no model in this run'
  const average = mean === null ? '' : `, average ${percent(mean)}`
  return `rank ${count(rank)} of ${count(customers)}${average}`
}
