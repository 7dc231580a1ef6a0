import { DataTable } from '@/components/DataTable'
import { lazyChart } from '@/components/charts/lazyChart'
import { Section } from '@/components/Section'
import { count, counted, money, monthName, monthYear } from '@/format'
import type { Month, Overview } from '@/services/api/types'
import { lastTwoFull, revenueFinding } from './findings'

const RevenueChart = lazyChart(() => import('./RevenueChart'))

export function RevenueByMonth({ overview, className }: { overview: Overview; className: string }) {
  const { months, currency } = overview
  const { last } = lastTwoFull(months)
  return (
    <Section
      name="revenue"
      sql={['overview', 'revenue_by_month']}
      className={className}
      title={revenueFinding(months, currency)}
      subtitle={`Revenue after returns, by month.${partialNote(months)}`}
      table={
        <DataTable
          caption="Revenue and orders by month"
          rows={months}
          rowKey={(month) => month.month}
          columns={[
            { head: 'Month', cell: (month) => monthYear(month.month) },
            {
              head: 'Days of data',
              align: 'right',
              quiet: true,
              cell: (month) => count(month.days_with_data),
            },
            { head: 'Revenue', align: 'right', cell: (month) => money(month.revenue, currency) },
            { head: 'Orders', align: 'right', cell: (month) => count(month.orders) },
            {
              head: 'Customers',
              align: 'right',
              wideOnly: true,
              cell: (month) => count(month.customers),
            },
            {
              head: 'New',
              align: 'right',
              wideOnly: true,
              cell: (month) => count(month.new_customers),
            },
          ]}
        />
      }
    >
      <RevenueChart height={300} months={months} currency={currency} subject={last?.month} />
    </Section>
  )
}

function partialNote(months: readonly Month[]): string {
  const partial = months.filter((month) => month.partial)
  if (partial.length === 0) return ''
  const parts = partial.map(
    (month) => `${counted(month.days_with_data, 'day')} of ${monthName(month.month)}`,
  )
  return ` Hatched: ${parts.join(' and ')}, never compared.`
}
