import { DataTable } from '@/components/DataTable'
import { SegmentName } from '@/components/segments/SegmentMark'
import { compactMoney, count, counted } from '@/format'
import type { RulesPreview } from '@/services/api/types'

/** Who would move by other rules, and how large the segments would be. */
export function RulesPreviewed({ preview }: { preview: RulesPreview }) {
  const { flows, segments, currency } = preview
  return (
    <div className="mt-3 grid gap-y-6">
      {flows.length > 0 && (
        <DataTable
          caption="Customers who would move"
          rows={flows}
          rowKey={(flow) => `${flow.from_segment}>${flow.to_segment}`}
          columns={[
            { head: 'From', cell: (flow) => <SegmentName segment={flow.from_segment} /> },
            { head: 'To', cell: (flow) => <SegmentName segment={flow.to_segment} /> },
            { head: 'Customers', align: 'right', cell: (flow) => count(flow.customers) },
            {
              head: 'Revenue',
              align: 'right',
              wideOnly: true,
              cell: (flow) => compactMoney(flow.monetary, currency),
            },
          ]}
        />
      )}
      <DataTable
        caption="Segments before and after"
        rows={segments}
        rowKey={(row) => row.segment}
        columns={[
          { head: 'Segment', cell: (row) => <SegmentName segment={row.segment} /> },
          { head: 'Now', align: 'right', cell: (row) => count(row.customers_before) },
          {
            head: 'Then',
            align: 'right',
            cell: ({ customers_before: before, customers_after: after }) => (
              <span className={before === after ? 'text-ink-3' : 'font-semibold'}>
                {count(after)}
              </span>
            ),
          },
          {
            head: 'Revenue now',
            align: 'right',
            wideOnly: true,
            cell: (row) => compactMoney(row.monetary_before, currency),
          },
          {
            head: 'Revenue then',
            align: 'right',
            wideOnly: true,
            cell: (row) => compactMoney(row.monetary_after, currency),
          },
        ]}
      />
    </div>
  )
}

/** "137 of 4,334 customers would move" */
export function movedInWords({ moved, customers }: RulesPreview): string {
  return moved === 0
    ? 'No customer would move'
    : `${count(moved)} of ${counted(customers, 'customer')} would move`
}
