import { flexRender, getCoreRowModel, useReactTable, type ColumnDef } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { useMediaQuery } from '@/components/useMediaQuery'
import type { Customer } from '@/services/api/types'
import type { ListColumn } from './columns'
import { usePageOffset } from './usePageOffset'

interface CustomerTableProps {
  rows: Customer[]
  total: number
  /** The row of the list that the first one here is; null where it is not known. */
  firstRow: number | null
  currency: string
  columns: ListColumn[]
  sort: string
  onSort: (field: string) => void
  /** Called when the last loaded rows come into sight. */
  onNearEnd: () => void
}

const nearEnd = 20

/** All loaded rows on the page's own scroll bar, of which only those in sight are drawn. */
export function CustomerTable(props: CustomerTableProps) {
  const { rows, total, firstRow, currency, columns, sort, onSort, onNearEnd } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const offset = usePageOffset(body)
  const rowHeight = useMediaQuery('(pointer: coarse)') ? 44 : 34

  const definitions = useMemo(
    () =>
      columns.map((column): ColumnDef<Customer> => ({
        id: column.id,
        header: column.head,
        cell: ({ row }) => column.cell(row.original, currency),
      })),
    [columns, currency],
  )
  const table = useReactTable({
    data: rows,
    columns: definitions,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row) => row.customer_id,
    manualSorting: true,
  })
  const tableRows = table.getRowModel().rows

  const virtualizer = useWindowVirtualizer({
    count: tableRows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
  })
  useEffect(() => {
    virtualizer.measure()
  }, [virtualizer, rowHeight])
  const inSight = virtualizer.getVirtualItems()
  const first = inSight[0]
  const last = inSight.at(-1)
  const reachesEnd = last !== undefined && last.index >= tableRows.length - nearEnd
  useEffect(() => {
    if (reachesEnd) onNearEnd()
  }, [reachesEnd, tableRows.length, onNearEnd])

  // In percent, so that many columns share the width instead of pushing the page aside.
  const widths = columns.reduce((sum, column) => sum + column.width, 0)
  // Before the first measurement nothing is in sight; the full height lets "back" find its place.
  const above = first === undefined ? 0 : first.start - offset
  const below = virtualizer.getTotalSize() - (last === undefined ? 0 : last.end - offset)
  return (
    <table
      className="w-full table-fixed text-body"
      aria-rowcount={firstRow === null ? -1 : total + 1}
    >
      <caption className="sr-only">Customers</caption>
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} style={{ width: `${(column.width / widths) * 100}%` }} />
        ))}
      </colgroup>
      <thead className="sticky top-0 z-[5] bg-canvas shadow-[0_1px_0_var(--color-hairline)]">
        <tr className="h-8 text-label">
          {columns.map((column) => (
            <ColumnHead key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        <Spacer height={above} columns={columns.length} />
        {inSight.map(({ index }) => {
          const row = tableRows[index]
          if (row === undefined) return null
          return (
            <tr
              key={row.id}
              aria-rowindex={firstRow === null ? undefined : firstRow + index + 1}
              className="border-b border-hairline hover:bg-hover"
              style={{ height: rowHeight }}
            >
              {row.getVisibleCells().map((cell, place) => (
                <td
                  key={cell.id}
                  className={`overflow-hidden whitespace-nowrap ${cellSide(columns[place])}`}
                >
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </td>
              ))}
            </tr>
          )
        })}
        <Spacer height={below} columns={columns.length} />
      </tbody>
    </table>
  )
}

function cellSide(column: ListColumn | undefined): string {
  return column?.align === 'right' ? 'pl-2 text-right' : 'pr-3 text-left'
}

/** Stands for the rows out of sight. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

function ScoreHeads() {
  return (
    <span className="flex gap-1">
      {['R', 'F', 'M'].map((letter) => (
        <span key={letter} className="w-[22px]">
          {letter}
        </span>
      ))}
    </span>
  )
}

interface ColumnHeadProps {
  column: ListColumn
  sort: string
  onSort: (field: string) => void
}

function ColumnHead({ column, sort, onSort }: ColumnHeadProps) {
  const field = column.sort
  if (field === undefined) {
    return (
      <th scope="col" className={`text-ink-3 ${cellSide(column)}`}>
        {column.id === 'scores' ? <ScoreHeads /> : column.head}
      </th>
    )
  }
  const direction = sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'
  const sorted = direction !== 'none'
  return (
    <th scope="col" aria-sort={direction} className={`whitespace-nowrap ${cellSide(column)}`}>
      <button
        type="button"
        className={`min-h-8 hover:text-ink pointer-coarse:min-h-11 ${sorted ? 'font-semibold text-ink' : 'text-ink-3'}`}
        onClick={() => {
          onSort(field)
        }}
      >
        {column.head}
        {sorted && <span aria-hidden> {direction === 'ascending' ? '↑' : '↓'}</span>}
      </button>
    </th>
  )
}
