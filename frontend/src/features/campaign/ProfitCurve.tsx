import * as Slider from '@radix-ui/react-slider'
import { useState } from 'react'
import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { absent, count, counted, money } from '@/format'
import type { CampaignPlan, PlanPoint } from '@/services/api/types'
import { axisInset, axisWidth } from './axis'
import { curveFinding, placeOf } from './findings'
import type { Terms } from './terms'

const ProfitChart = lazyChart(() => import('./ProfitChart'))

interface ProfitCurveProps {
  plan: CampaignPlan
  point: PlanPoint
  terms: Terms
  /** While a slider is held the axis stays, so that the curve is seen to move. */
  held: boolean
  onDrag: (customers: number) => void
  onSet: (customers: number | null) => void
}

const tableStep = 10

/** Expected profit by the number of customers chosen, and the slider that chooses it. */
export function ProfitCurve({ plan, point, terms, held, onDrag, onSet }: ProfitCurveProps) {
  const { curve, currency, best } = plan
  const ends = useHeldEnds(curve, held)
  const place = placeOf(curve, point.customers)
  const at = (index: number) => curve[index]?.customers ?? 0
  return (
    <Section
      name="profit"
      sql="campaign_gains"
      className="flex grow flex-col"
      title={curveFinding(plan, terms)}
      subtitle={`Expected profit by number of customers chosen, from ${counted(plan.months, 'past month')}. Band: 80% of months; how sure the effect is, it does not say.`}
      table={<CurveTable plan={plan} curve={tenths(plan.curve)} />}
      whole={() => <CurveTable plan={plan} curve={plan.curve} />}
    >
      <ProfitChart height={380} grows curve={curve} point={point} currency={currency} ends={ends} />
      <div style={{ paddingLeft: axisInset, paddingRight: axisWidth }}>
        <Slider.Root
          className="relative -mx-3 flex h-6 touch-none items-center select-none pointer-coarse:h-11"
          min={0}
          max={curve.length - 1}
          step={1}
          value={[place]}
          onValueChange={([index = place]) => {
            onDrag(at(index))
          }}
          onValueCommit={([index = place]) => {
            onSet(at(index))
          }}
        >
          <Slider.Track className="relative mx-3 h-1 flex-1 bg-quiet">
            <span
              className="absolute h-full bg-accent"
              style={{ width: `${(place / (curve.length - 1)) * 100}%` }}
            />
          </Slider.Track>
          <Slider.Thumb
            aria-label="Customers chosen"
            aria-valuetext={`${count(point.customers)}: ${money(point.profit, currency)}`}
            className="flex size-6 items-center justify-center rounded-full pointer-coarse:size-11"
          >
            <span className="size-4 rounded-full border-2 border-accent bg-canvas" />
          </Slider.Thumb>
        </Slider.Root>
        <p className="flex min-h-6 flex-wrap items-center justify-between gap-x-4 text-label text-ink-3">
          <span>Customers chosen, best first</span>
          {best !== null && best.customers !== point.customers && (
            <button
              type="button"
              className="quiet-button"
              onClick={() => {
                onSet(null)
              }}
            >
              Back to the best, {count(best.customers)}
            </button>
          )}
        </p>
      </div>
    </Section>
  )
}

type Ends = readonly [number, number]

function useHeldEnds(curve: readonly PlanPoint[], held: boolean): Ends {
  const now: Ends = [
    Math.min(0, ...curve.map(({ profit, profit_low }) => profit_low ?? profit)),
    Math.max(0, ...curve.map(({ profit, profit_high }) => profit_high ?? profit)),
  ]
  const [kept, setKept] = useState(now)
  // A curve that outgrows the axis widens it, even while the slider is held.
  const next: Ends = held ? [Math.min(kept[0], now[0]), Math.max(kept[1], now[1])] : now
  if (next[0] !== kept[0] || next[1] !== kept[1]) setKept(next)
  return next
}

function tenths(curve: readonly PlanPoint[]): PlanPoint[] {
  return curve.filter((_, index) => index % tableStep === 0)
}

interface CurveTableProps {
  plan: CampaignPlan
  curve: readonly PlanPoint[]
}

function CurveTable({ plan: { currency }, curve }: CurveTableProps) {
  const amount = (value: number | null) => (value === null ? absent : money(value, currency))
  return (
    <DataTable
      caption="Expected profit by number of customers"
      rows={curve}
      rowKey={(point) => point.customers}
      columns={[
        { head: 'Customers', cell: (point) => count(point.customers) },
        { head: 'Letters', align: 'right', cell: (point) => count(point.letters) },
        {
          head: 'Expected buyers',
          align: 'right',
          wideOnly: true,
          cell: (point) => count(point.buyers),
        },
        { head: 'Profit', align: 'right', cell: (point) => amount(point.profit) },
        { head: '80%, from', align: 'right', wideOnly: true, cell: (p) => amount(p.profit_low) },
        { head: 'to', align: 'right', wideOnly: true, cell: (p) => amount(p.profit_high) },
      ]}
    />
  )
}
