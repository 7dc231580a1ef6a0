import { DataTable } from '@/components/DataTable'
import { lazyChart } from '@/components/charts/lazyChart'
import { Section } from '@/components/Section'
import { count, monthYear, percent } from '@/format'
import type { Overview } from '@/services/api/types'
import { returningFinding } from './findings'

const CustomersChart = lazyChart(() => import('./CustomersChart'))

export function CustomersByMonth(props: { overview: Overview; className: string }) {
  const { months } = props.overview
  return (
    <Section
      name="customers"
      sql={['overview', 'revenue_by_month']}
      className={props.className}
      title={returningFinding(months)}
      subtitle="Customers with an order, by month; in the first all count as new."
      table={
        <DataTable
          caption="New and returning customers by month"
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
            {
              head: 'Returning',
              align: 'right',
              cell: (month) => count(month.customers - month.new_customers),
            },
            { head: 'New', align: 'right', cell: (month) => count(month.new_customers) },
            {
              head: 'Returning, share',
              align: 'right',
              wideOnly: true,
              cell: (month) =>
                month.customers === 0
                  ? '–'
                  : percent((month.customers - month.new_customers) / month.customers),
            },
          ]}
        />
      }
    >
      <CustomersChart height={300} months={months} />
    </Section>
  )
}
