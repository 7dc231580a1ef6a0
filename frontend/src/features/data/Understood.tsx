import { FactList } from '@/components/FactList'
import { count } from '@/format'
import type { FileReport } from '@/services/api/types'

const layouts: Record<string, string> = {
  lines: 'one row per order line',
  shopify: "Shopify's orders export",
  woocommerce: "WooCommerce's order lines",
  orders: 'one row per order, with its total',
  log: 'customer, date, amount',
}
const separators: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
}
const orders: Record<string, string> = {
  'day-first': 'day first',
  'month-first': 'month first',
  'year-first': 'year first',
}

/** How a file was read, in words. */
export function Understood({ file }: { file: FileReport }) {
  const { separator, sheet } = file
  const unused = file.columns.filter(({ field }) => field === null).map(({ column }) => column)
  return (
    <div className="grid gap-x-8 md:grid-cols-2">
      <FactList
        facts={[
          { name: 'File', value: <span className="break-all">{file.name}</span> },
          { name: 'Lines', value: count(file.lines ?? 0) },
          {
            name: 'Format',
            value: [
              file.format,
              file.encoding,
              separator === null ? null : `separated by ${separators[separator] ?? separator}`,
              sheet === null ? null : `sheet ${sheet}`,
            ]
              .filter((part) => part !== null)
              .join(', '),
          },
        ]}
      />
      <FactList
        facts={[
          { name: 'Layout', value: layouts[file.layout] ?? file.layout },
          { name: 'Dates', value: orders[file.date_order ?? ''] ?? '' },
          { name: 'Numbers', value: `decimal ${file.decimal ?? 'point'}` },
          ...(unused.length === 0
            ? []
            : [
                {
                  name: 'Not used',
                  value: <span className="break-words">{unused.join(', ')}</span>,
                },
              ]),
        ]}
      />
    </div>
  )
}
