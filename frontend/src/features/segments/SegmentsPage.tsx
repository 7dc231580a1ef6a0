import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notices'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region, Section } from '@/components/Section'
import { RfmGrid } from '@/components/segments/RfmGrid'
import { SegmentationChart } from '@/components/segments/SegmentationChart'
import { compactMoney, count, counted, percent } from '@/format'
import { overviewQuery, segmentsQuery } from '@/services/api/queries'
import type { Overview } from '@/services/api/types'
import { HeatLegend } from './HeatLegend'
import { Movement } from './Movement'
import { SegmentHistory } from './SegmentHistory'
import { SegmentTable } from './SegmentTable'

export function SegmentsPage() {
  const overview = useQuery(overviewQuery)
  const segments = useQuery(segmentsQuery)
  return (
    <>
      <PageHeader
        title="Segments"
        subtitle={
          segments.data &&
          `${counted(segments.data.total_customers, 'customer')} in ${counted(segments.data.items.length, 'segment')}`
        }
      />
      <div className="grid gap-8 wide:grid-cols-12">
        <div className="min-w-0 wide:col-span-7">
          <QueryView
            query={overview}
            failure="The grid could not be loaded"
            skeleton={<Skeleton height={520} />}
          >
            {(data) => (
              <Section title={cornerFinding(data)} subtitle={gridSubtitle(data)}>
                <RfmGrid overview={data} named />
                <div className="mt-3 flex flex-wrap items-start justify-between gap-3">
                  <p className="text-label text-ink-3">Choose a cell to list its customers.</p>
                  <HeatLegend currency={data.currency} />
                </div>
              </Section>
            )}
          </QueryView>
        </div>
        <div className="min-w-0 wide:col-span-5">
          <QueryView
            query={segments}
            failure="The segments could not be loaded"
            skeleton={<Skeleton height={520} />}
          >
            {(data) => <SegmentTable segments={data} />}
          </QueryView>
        </div>
      </div>
      <Region>
        <QueryView
          query={segments}
          failure="The segments could not be loaded"
          skeleton={<Skeleton height={392} />}
        >
          {(data) => <SegmentationChart segments={data} />}
        </QueryView>
      </Region>
      <Region>
        <Movement />
      </Region>
      <Region>
        <SegmentHistory />
      </Region>
    </>
  )
}

/** "465 customers in the top corner bring £4.01M, 48% of revenue" */
function cornerFinding({ grid, new_customers: outside, currency }: Overview): string {
  const corner = grid.find((cell) => cell.r === 5 && cell.fm === 5)
  const total = grid.reduce((sum, cell) => sum + cell.monetary, outside.monetary)
  if (corner === undefined || corner.customers === 0 || total <= 0) {
    return 'Recency by frequency and spend'
  }
  const amount = compactMoney(corner.monetary, currency)
  return `${counted(corner.customers, 'customer')} in the top corner bring ${amount}, ${percent(corner.monetary / total)} of revenue`
}

function gridSubtitle({ new_customers: outside }: Overview): string {
  return `Customers and revenue; left edge: the segment. ${count(outside.customers)} New Customers stand outside.`
}
