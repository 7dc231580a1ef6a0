import { useAddress } from '@/components/useAddress'
import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { SwitchGroup } from '@/components/SwitchGroup'
import { count, money, percent } from '@/format'
import type { Segments } from '@/services/api/types'
import { segmentsFinding } from './finding'
import { SegmentBars } from './SegmentBars'
import { SegmentName } from './SegmentMark'

const SegmentTreemap = lazyChart(() => import('./SegmentTreemap'))
const SegmentPie = lazyChart(() => import('./SegmentPie'))

const views = [
  { value: 'bars', label: 'Bars' },
  { value: 'treemap', label: 'Treemap' },
  { value: 'pie', label: 'Pie' },
] as const

type View = (typeof views)[number]['value']

const subtitles: Record<View, string> = {
  bars: 'Bar: share of revenue. Tick: share of customers.',
  treemap: 'Area: revenue. Left edge: the segment.',
  pie: 'Share of revenue, in order of engagement.',
}

const height = 352

/** The segments' share of customers and revenue, as bars, treemap or pie; the address keeps which. */
export function SegmentationChart({ segments }: { segments: Segments }) {
  const [params, setAddress] = useAddress()
  const view = views.find(({ value }) => value === params.get('view'))?.value ?? 'bars'
  const show = (next: View) => {
    setAddress((current) => {
      if (next === 'bars') current.delete('view')
      else current.set('view', next)
      return current
    })
  }
  return (
    <Section
      name="segments"
      sql="segments"
      title={segmentsFinding(segments)}
      subtitle={subtitles[view]}
      tools={<SwitchGroup label="Chart" value={view} options={views} onChange={show} />}
      table={<SegmentShares segments={segments} />}
    >
      {view === 'bars' && <SegmentBars segments={segments} />}
      {view === 'treemap' && <SegmentTreemap height={height} segments={segments} />}
      {view === 'pie' && <SegmentPie height={height} segments={segments} />}
    </Section>
  )
}

function SegmentShares({ segments }: { segments: Segments }) {
  return (
    <DataTable
      caption="Customers and revenue by segment"
      rows={segments.items}
      rowKey={(row) => row.segment}
      columns={[
        { head: 'Segment', cell: (row) => <SegmentName segment={row.segment} /> },
        { head: 'Customers', align: 'right', cell: (row) => count(row.customers) },
        { head: 'Share', align: 'right', wideOnly: true, cell: (row) => percent(row.share) },
        {
          head: 'Revenue',
          align: 'right',
          cell: (row) => money(row.monetary, segments.currency),
        },
        {
          head: 'Share of revenue',
          align: 'right',
          wideOnly: true,
          cell: (row) => percent(row.monetary_share),
        },
      ]}
    />
  )
}
