import { DataTable } from '@/components/DataTable'
import { absent, dayTime, typable } from '@/format'
import type { FileReport } from '@/services/api/types'

type Line = FileReport['first_lines'][number] & { row: number }

/** The first lines as they would be kept, each column under its name in the file. */
export function FirstLines({ file }: { file: FileReport }) {
  const named = (field: string, otherwise: string) =>
    file.columns.find((column) => column.field === field)?.column ?? otherwise
  const text = (value: string | number | null) =>
    value === null ? absent : typeof value === 'number' ? typable(value) : value
  const rows: Line[] = file.first_lines.map((line, row) => ({ ...line, row }))
  return (
    <DataTable
      className="mt-4"
      caption={`First lines of ${file.name}, as understood`}
      rows={rows}
      rowKey={(line) => line.row}
      columns={[
        { head: named('invoice_no', 'Order'), cell: (line) => text(line.invoice_no) },
        {
          head: named('stock_code', 'Product'),
          cell: (line) => text(line.stock_code),
          wideOnly: true,
        },
        {
          head: named('description', 'Description'),
          cell: (line) => text(line.description),
          wideOnly: true,
        },
        {
          head: named('invoice_date', 'Date'),
          cell: (line) => (line.invoice_date === null ? absent : dayTime(line.invoice_date)),
        },
        {
          head: named('quantity', 'Quantity'),
          align: 'right',
          wideOnly: true,
          cell: (line) => text(line.quantity),
        },
        {
          head: named('unit_price', 'Price'),
          align: 'right',
          wideOnly: true,
          cell: (line) => text(line.unit_price),
        },
        {
          head: named('customer_id', 'Customer'),
          align: 'right',
          cell: (line) => text(line.customer_id),
        },
        {
          head: named('country', 'Country'),
          align: 'right',
          wideOnly: true,
          cell: (line) => text(line.country),
        },
      ]}
    />
  )
}
