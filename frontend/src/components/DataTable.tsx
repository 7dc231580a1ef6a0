import { useRef, type ReactNode } from 'react'
import { useOverflows } from './useOverflows'

export interface DataColumn<Row> {
  head: string
  cell: (row: Row) => ReactNode
  align?: 'left' | 'right'
  /** Left out below 768 px. */
  wideOnly?: boolean
  quiet?: boolean
  /** A drawing of what other columns say: no part of a file. */
  picture?: boolean
}

interface DataTableProps<Row> {
  /** Names the table to a screen reader. */
  caption: string
  columns: DataColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  className?: string
}

const aside = { 'data-aside': '' }

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, className = '' } = props
  const frame = useRef<HTMLDivElement>(null)
  const scrolls = useOverflows(frame)
  return (
    <div
      ref={frame}
      {...(scrolls ? { role: 'region', 'aria-label': caption, tabIndex: 0 } : {})}
      className={`relative overflow-x-auto ${className}`}
    >
      <table className="w-full border-collapse text-body">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="h-8 border-b border-hairline text-label text-ink-3">
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                className={cellClass(column)}
                {...(column.picture === true && aside)}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="h-[34px] border-b border-hairline hover:bg-hover">
              {columns.map((column, index) => {
                const Cell = index === 0 ? 'th' : 'td'
                return (
                  <Cell
                    key={column.head}
                    {...(index === 0 ? { scope: 'row' as const } : {})}
                    {...(column.picture === true && aside)}
                    className={`${cellClass(column)} ${column.quiet === true ? 'text-ink-2' : ''}`}
                  >
                    {column.cell(row)}
                  </Cell>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function cellClass<Row>({ align, wideOnly }: DataColumn<Row>): string {
  const side =
    align === 'right' ? 'pl-2.5 text-right whitespace-nowrap md:pl-4' : 'pr-2 text-left md:pr-4'
  return `${side} py-1 ${wideOnly === true ? 'max-md:hidden' : ''}`
}
