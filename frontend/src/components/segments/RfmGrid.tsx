import type { DOMAttributes } from 'react'
import { Link } from 'react-router'
import { compactMoney, count } from '@/format'
import { useMay } from '@/services/api/useMay'
import type { GridCell, Overview } from '@/services/api/types'
import { cellName, customersInCells } from './gridCells'
import { heatScale, heatStep } from './heat'
import { SegmentMark } from './SegmentMark'
import { segmentStyle } from './segments'

interface RfmGridProps {
  overview: Pick<Overview, 'grid' | 'recency_bounds' | 'currency'>
  /** Names the segment in each cell, and needs more room. */
  named?: boolean
  /** Lets several cells be chosen. */
  brush?: GridBrush
}

export interface GridBrush {
  chosen: ReadonlySet<string>
  /** A tap chooses a cell in place of listing its customers. */
  choosing: boolean
  handlers: DOMAttributes<HTMLTableElement>
}

const heatClass = [
  '',
  'bg-heat-1',
  'bg-heat-2',
  'bg-heat-3',
  'bg-heat-4',
  'bg-heat-5 text-on-heat-5',
]

/** Recency by frequency and spend as a heat map; a cell leads to its customers where who looks may see them. */
export function RfmGrid({ overview, named = false, brush }: RfmGridProps) {
  const { grid, recency_bounds: bounds, currency } = overview
  const scale = heatScale(grid)
  const mayList = useMay('analyst', true)
  return (
    <table
      className={`w-full table-fixed border-separate border-spacing-0.5 text-label ${
        brush === undefined ? '' : 'select-none'
      } ${brush?.choosing === true ? 'touch-none' : ''}`}
      {...brush?.handlers}
    >
      <caption className="sr-only">
        Customers and revenue by recency, and by frequency and spend
      </caption>
      <colgroup>
        <col className={named ? 'w-[78px] max-md:w-[66px]' : 'w-[72px] max-md:w-[66px]'} />
      </colgroup>
      <tbody>
        {[5, 4, 3, 2, 1].map((r) => {
          const bound = bounds.find((row) => row.r === r)
          return (
            <tr key={r}>
              <th scope="row" className={`pr-1 text-left align-top ${named ? '' : 'wide:pt-1.5'}`}>
                <span className="block pt-1 font-semibold">R{r}</span>
                {bound !== undefined && (
                  <span className="block text-ink-3 max-md:text-[11px]">
                    {count(bound.min_recency)}–{count(bound.max_recency)} d
                  </span>
                )}
                {named && r === 5 && (
                  <span className="block text-ink-3 max-md:hidden">most recent</span>
                )}
                {named && r === 1 && (
                  <span className="block text-ink-3 max-md:hidden">longest ago</span>
                )}
              </th>
              {[1, 2, 3, 4, 5].map((fm) => (
                <td key={fm} className="p-0">
                  <Cell
                    cell={grid.find((each) => each.r === r && each.fm === fm)}
                    currency={currency}
                    scale={scale}
                    named={named}
                    brush={brush}
                    mayList={mayList}
                  />
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr className="text-ink-3">
          <th scope="row" className="pt-1 text-left max-md:text-[11px]">
            Last order
          </th>
          {[1, 2, 3, 4, 5].map((fm) => (
            <th
              key={fm}
              scope="col"
              className={`pt-1 text-left ${named ? 'pl-2.5 max-md:pl-1.5' : 'pl-2 max-md:pl-1.5'}`}
            >
              FM{fm}
            </th>
          ))}
        </tr>
        <tr>
          <td />
          <td colSpan={5} className="pt-1 text-right text-ink-3">
            Frequency and spend: low to high →
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

interface CellProps {
  cell: GridCell | undefined
  currency: string
  scale: readonly number[]
  named: boolean
  brush: GridBrush | undefined
  mayList: boolean
}

function Cell({ cell, currency, scale, named, brush, mayList }: CellProps) {
  const size = named
    ? 'min-h-[72px] py-2 pl-2 max-md:pl-1.5'
    : 'min-h-[44px] py-1.5 pl-2 max-md:pl-1.5 wide:py-3'
  if (cell === undefined) return null
  const edge = named && (
    <span
      aria-hidden
      className="absolute inset-y-0 left-0 w-1"
      style={{ background: segmentStyle(cell.segment).colour }}
    />
  )
  const name = named && (
    <span className={`block leading-4 ${brush?.chosen.has(cellName(cell)) === true ? 'pr-4' : ''}`}>
      <span className="md:hidden">
        <SegmentMark segment={cell.segment} size={8} />
      </span>
      <span className="block truncate tracking-[-0.01em] max-md:sr-only" title={cell.segment}>
        {cell.segment}
      </span>
    </span>
  )
  if (cell.customers === 0) {
    return (
      <div className={`relative rounded-cell text-ink-3 ring-1 ring-hairline ring-inset ${size}`}>
        {edge}
        {name}–
      </div>
    )
  }
  const place = `R${cell.r} FM${cell.fm}`
  const step = heatStep(cell.monetary, scale)
  const chosen = brush?.chosen.has(cellName(cell)) === true
  const shape = {
    'data-cell': cellName(cell),
    className: `relative rounded-cell text-on-heat ${
      chosen ? 'ring-2 ring-ink' : ''
    } ${heatClass[step] ?? ''} ${size}`,
  }
  const figures = (
    <>
      {chosen && (
        <span
          aria-hidden
          className="absolute top-1 right-1 size-4 rounded-full bg-ink text-center text-[11px] leading-4 text-canvas"
        >
          ✓
        </span>
      )}
      {edge}
      <span className="sr-only">
        {place}
        {!named && `, ${cell.segment}`}:{' '}
      </span>
      {name}
      <span className={`block font-semibold ${named ? 'text-body' : ''}`}>
        {count(cell.customers)}
      </span>
      <span className="sr-only">customers, </span>
      <span className="block truncate max-md:text-[11px]">
        {compactMoney(cell.monetary, currency)}
      </span>
      {chosen && mayList && <span className="sr-only">, chosen</span>}
    </>
  )
  if (!mayList && brush === undefined) return <div {...shape}>{figures}</div>
  if (!mayList) {
    // Leads nowhere, but can be added to others.
    return (
      <button
        type="button"
        aria-pressed={chosen}
        {...shape}
        className={`${shape.className} flex w-full flex-col text-left hover:ring-2 hover:ring-accent`}
      >
        {figures}
      </button>
    )
  }
  return (
    <Link
      to={customersInCells([cellName(cell)])}
      draggable={false}
      {...shape}
      className={`${shape.className} block hover:ring-2 hover:ring-accent`}
    >
      {figures}
    </Link>
  )
}
