import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { absent, count, day, days, money } from '@/format'
import type { CustomerProfile } from '@/services/api/types'
import { orderDays, rhythmFinding } from './findings'

const TimelineChart = lazyChart(() => import('./TimelineChart'))

export function OrderTimeline({ profile }: { profile: CustomerProfile }) {
  const { rfm, currency } = profile
  const { orders, orders_total: total } = profile
  const visits = orderDays(orders)
  const gap = rfm.typical_gap_days
  const overdue = gap !== null && rfm.recency > gap
  return (
    <Section
      name="timeline"
      sql="customer_orders"
      title={rhythmFinding(rfm)}
      subtitle={`Each day with an order, by date and value. Numbers on the axis are days between orders.${
        overdue ? ` Hatched: beyond the typical gap of ${days(gap)}.` : ''
      }`}
      part={total > orders.length ? `newest ${count(orders.length)} invoices` : undefined}
      table={
        <DataTable
          caption="Days with an order"
          rows={[...visits].reverse()}
          rowKey={(visit) => visit.date}
          columns={[
            { head: 'Date', cell: (visit) => day(visit.date) },
            { head: 'Value', align: 'right', cell: (visit) => money(visit.value, currency) },
            {
              head: 'Days since the one before',
              align: 'right',
              cell: (visit) => (visit.daysSince === null ? absent : count(visit.daysSince)),
            },
          ]}
        />
      }
    >
      <TimelineChart height={232} visits={visits} profile={profile} />
    </Section>
  )
}
