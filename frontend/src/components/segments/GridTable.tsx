import { DataTable } from '@/components/DataTable'
import { count, money } from '@/format'
import type { Overview } from '@/services/api/types'
import { SegmentName } from './SegmentMark'

/** The cells of the grid, one below the other. */
export function GridTable({ overview: { grid, currency } }: { overview: Overview }) {
  return (
    <DataTable
      caption="Cells of the grid"
      rows={[...grid].sort((a, b) => b.r - a.r || b.fm - a.fm)}
      rowKey={(cell) => `${cell.r} ${cell.fm}`}
      columns={[
        { head: 'Recency score', cell: (cell) => cell.r },
        { head: 'Frequency and spend', cell: (cell) => cell.fm },
        {
          head: 'Segment',
          wideOnly: true,
          cell: (cell) => <SegmentName segment={cell.segment} />,
        },
        { head: 'Customers', align: 'right', cell: (cell) => count(cell.customers) },
        { head: 'Revenue', align: 'right', cell: (cell) => money(cell.monetary, currency) },
      ]}
    />
  )
}
