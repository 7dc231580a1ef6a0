import { CustomersLink } from '@/components/CustomersLink'
import { DataTable, type DataColumn } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { SegmentName } from '@/components/segments/SegmentMark'
import { customersOf } from '@/components/segments/segments'
import { absent, compactMoney, count, percent } from '@/format'
import type { SegmentRow, Segments } from '@/services/api/types'
import { buyersFinding } from './buyersFinding'

export function SegmentTable({ segments }: { segments: Segments }) {
  const { items, currency } = segments
  const optional: DataColumn<SegmentRow>[] = []
  if (items.some((row) => row.expected_buyers !== null)) {
    optional.push({
      head: 'Will buy',
      align: 'right',
      cell: ({ expected_buyers: buyers, customers }) =>
        buyers === null || customers === 0 ? absent : percent(buyers / customers),
    })
  }
  if (items.some((row) => row.expected_value !== null)) {
    optional.push({
      head: 'Expected',
      align: 'right',
      wideOnly: true,
      cell: (row) =>
        row.expected_value === null ? absent : compactMoney(row.expected_value, currency),
    })
  }
  return (
    <Section
      name="buyers"
      sql="segments"
      title={buyersFinding(items)}
      subtitle={
        optional.length > 0
          ? 'In order of engagement. Will buy: expected in the next 30 days.'
          : 'In order of engagement.'
      }
    >
      <DataTable
        caption="Segments in order of engagement"
        rows={items}
        rowKey={(row) => row.segment}
        columns={[
          {
            head: 'Segment',
            cell: (row) => (
              <CustomersLink to={customersOf(row.segment)} className="[a&]:hover:underline">
                <SegmentName segment={row.segment} />
              </CustomersLink>
            ),
          },
          { head: 'Customers', align: 'right', cell: (row) => count(row.customers) },
          { head: 'Revenue', align: 'right', cell: (row) => compactMoney(row.monetary, currency) },
          ...optional,
        ]}
      />
      <p className="mt-3 text-label text-ink-3">
        New Customers: exactly one order, and that is recent; they stand outside the grid.
      </p>
    </Section>
  )
}
