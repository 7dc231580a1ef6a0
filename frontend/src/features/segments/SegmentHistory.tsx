import { useQuery } from '@tanstack/react-query'
import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { SegmentName } from '@/components/segments/SegmentMark'
import { SwitchGroup } from '@/components/SwitchGroup'
import { segmentStyles } from '@/components/segments/segments'
import { useAddress } from '@/components/useAddress'
import { useIsPhone } from '@/components/useMediaQuery'
import { count, day, lastDay, money, percent } from '@/format'
import { segmentHistoryQuery } from '@/services/api/historyQueries'
import type { SegmentHistory as Answer } from '@/services/api/types'
import { historyFinding, historyRows, measured, measures, type Measure } from './history'
import { SegmentLegend } from './SegmentLegend'

const HistoryChart = lazyChart(() => import('./HistoryChart'))
const height = 320

/** How large each segment was at each month end. */
export function SegmentHistory() {
  const query = useQuery(segmentHistoryQuery)
  const phone = useIsPhone()
  const [params, setAddress] = useAddress()
  const measure =
    measures.find(({ value }) => value === params.get('history'))?.value ?? 'customers'
  const show = (next: Measure) => {
    setAddress((current) => {
      if (next === 'customers') current.delete('history')
      else current.set('history', next)
      return current
    })
  }
  return (
    <QueryView
      query={query}
      failure="The history could not be loaded"
      skeleton={<Skeleton height={height + 60} />}
    >
      {(history) => (
        <Section
          name="history"
          sql="segment_history"
          title={history.note === null ? historyFinding(history) : 'Segments month by month'}
          subtitle="At each month end and on the last day, in the order of engagement from below."
          tools={<SwitchGroup label="Measure" value={measure} options={measures} onChange={show} />}
          table={<HistoryTable history={history} />}
        >
          {history.note === null ? (
            <>
              <HistoryChart height={height} history={history} measure={measure} />
              {phone && <HistoryLegend history={history} measure={measure} />}
            </>
          ) : (
            <EmptyNote reason={history.note} />
          )}
        </Section>
      )}
    </QueryView>
  )
}

/** From the top of the stack down. */
function HistoryLegend({ history, measure }: { history: Answer; measure: Measure }) {
  const last = historyRows(history, measure).at(-1)
  return (
    <SegmentLegend
      label="Segments on the last day"
      items={[...segmentStyles].reverse().map(({ name }) => ({
        segment: name,
        value: measured(last?.values[name] ?? 0, measure, history.currency),
      }))}
    />
  )
}

function HistoryTable({ history }: { history: Answer }) {
  return (
    <DataTable
      caption="Segments at each month end"
      rows={history.items.filter((row) => row.customers > 0)}
      rowKey={(row) => row.as_of + row.segment}
      columns={[
        { head: 'Up to', cell: (row) => day(lastDay(row.as_of)) },
        { head: 'Segment', cell: (row) => <SegmentName segment={row.segment} /> },
        { head: 'Customers', align: 'right', cell: (row) => count(row.customers) },
        { head: 'Share', align: 'right', wideOnly: true, cell: (row) => percent(row.share) },
        {
          head: 'Spent until then',
          align: 'right',
          wideOnly: true,
          cell: (row) => money(row.monetary, history.currency),
        },
      ]}
    />
  )
}
