import { lazy, Suspense, useId } from 'react'
import { Link } from 'react-router'
import { Skeleton } from '@/components/Notices'
import { Section } from '@/components/Section'
import { customersInCells } from '@/components/segments/gridCells'
import { GridTable } from '@/components/segments/GridTable'
import { RfmGrid } from '@/components/segments/RfmGrid'
import { useAddress } from '@/components/useAddress'
import { compactMoney, count, counted, percent } from '@/format'
import { useMay } from '@/services/api/useMay'
import type { Overview } from '@/services/api/types'
import { totalOf } from './brush'
import { HeatLegend } from './HeatLegend'
import { useCellBrush, type CellBrush } from './useCellBrush'

// Not needed for the first figures.
const Rules = lazy(async () => ({ default: (await import('./Rules')).Rules }))

/** The grid of recency by frequency and spend; several cells can be chosen and listed together. */
export function GridSection({ overview }: { overview: Overview }) {
  const brush = useCellBrush(overview.grid)
  const panel = useId()
  const [params, setAddress] = useAddress()
  const showsRules = params.has('rules')
  return (
    <Section
      name="grid"
      sql="grid"
      table={<GridTable overview={overview} />}
      title={cornerFinding(overview)}
      subtitle={gridSubtitle(overview)}
      tools={
        <>
          <button
            type="button"
            className="quiet-button"
            aria-pressed={brush.choosing}
            onClick={() => {
              brush.setChoosing(!brush.choosing)
            }}
          >
            Choose several
          </button>
          <button
            type="button"
            className="quiet-button"
            aria-expanded={showsRules}
            aria-controls={panel}
            onClick={() => {
              setAddress((current) => {
                if (showsRules) current.delete('rules')
                else current.set('rules', 'open')
                return current
              })
            }}
          >
            Rules
          </button>
        </>
      }
    >
      <RfmGrid overview={overview} named brush={brush} />
      <div className="mt-3 flex flex-wrap items-start justify-between gap-3">
        <ChosenCells overview={overview} brush={brush} />
        <HeatLegend cells={overview.grid} currency={overview.currency} />
      </div>
      <div id={panel}>
        {showsRules && (
          <div className="mt-4 border-t border-hairline pt-4">
            <Suspense fallback={<Skeleton height={420} />}>
              <Rules />
            </Suspense>
          </div>
        )}
      </div>
    </Section>
  )
}

function ChosenCells({ overview, brush }: { overview: Overview; brush: CellBrush }) {
  const { cells, customers, monetary } = totalOf(overview.grid, brush.chosen)
  const mayList = useMay('analyst', true)
  const all = totalMonetary(overview)
  const share = all > 0 ? `, ${percent(monetary / all)} of revenue` : ''
  return (
    <div className="min-h-14 min-w-0 flex-1 basis-60">
      <p role="status" className={cells === 0 ? 'text-label text-ink-3' : 'font-medium'}>
        {cells === 0
          ? brush.choosing
            ? 'Tap cells, or drag over them.'
            : mayList
              ? 'Choose a cell to list its customers; drag, or Shift with the arrow keys, for several.'
              : 'Choose cells to add them up; drag, or Shift with the arrow keys, for several.'
          : `${counted(cells, 'cell')}: ${counted(customers, 'customer')}, ${compactMoney(monetary, overview.currency)}${share}`}
      </p>
      {cells > 0 && (
        <p className="mt-1 flex flex-wrap gap-1">
          {mayList && (
            <Link to={customersInCells(brush.chosen)} className="accent-button">
              List {cells === 1 ? 'its' : 'their'} customers
            </Link>
          )}
          <button type="button" className="quiet-button" onClick={brush.clear}>
            Clear
          </button>
        </p>
      )}
    </div>
  )
}

function totalMonetary({ grid, new_customers: outside }: Overview): number {
  return grid.reduce((sum, cell) => sum + cell.monetary, outside.monetary)
}

/** "465 customers in the top corner bring £4.01M, 48% of revenue" */
function cornerFinding(overview: Overview): string {
  const corner = overview.grid.find((cell) => cell.r === 5 && cell.fm === 5)
  const total = totalMonetary(overview)
  if (corner === undefined || corner.customers === 0 || total <= 0) {
    return 'Recency by frequency and spend'
  }
  const amount = compactMoney(corner.monetary, overview.currency)
  return `${counted(corner.customers, 'customer')} in the top corner bring ${amount}, ${percent(corner.monetary / total)} of revenue`
}

function gridSubtitle({ new_customers: outside }: Overview): string {
  return `Customers and revenue; left edge: the segment. ${count(outside.customers)} New Customers stand outside.`
}
