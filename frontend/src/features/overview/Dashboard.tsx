import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { lazyChart } from '@/components/charts/lazyChart'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region, Section } from '@/components/Section'
import { GridTable } from '@/components/segments/GridTable'
import { RfmGrid } from '@/components/segments/RfmGrid'
import { SegmentationChart } from '@/components/segments/SegmentationChart'
import { count } from '@/format'
import { overviewQuery, segmentsQuery } from '@/services/api/queries'
import { useMay } from '@/services/api/useMay'
import type { Overview, Segments } from '@/services/api/types'
import { CustomersByMonth } from './CustomersByMonth'
import { FindCustomer } from './FindCustomer'
import { coveredDays, gridFinding } from './findings'
import { ChartsSkeleton, OverviewSkeleton, SegmentsSkeleton } from './skeletons'
import { OverviewKpis } from './OverviewKpis'
import { RevenueByMonth } from './RevenueByMonth'
import { TrustInForecast } from './TrustInForecast'

const WhoMoved = lazyChart(() => import('./WhoMoved'))
const movedHeight = 192

export function Dashboard() {
  const overview = useQuery(overviewQuery)
  const segments = useQuery(segmentsQuery)
  const mayList = useMay('analyst', true)
  return (
    <>
      <PageHeader title="Overview" subtitle={overview.data && coveredDays(overview.data)}>
        <button
          type="button"
          className="quiet-button max-md:order-last"
          onClick={() => {
            window.print()
          }}
        >
          Print
        </button>
        {mayList && <FindCustomer />}
      </PageHeader>
      <QueryView
        query={overview}
        failure="The overview could not be loaded"
        skeleton={<OverviewSkeleton />}
      >
        {(data) => (
          <>
            <OverviewKpis overview={data} />
            <Charts overview={data} segments={segments} />
          </>
        )}
      </QueryView>
    </>
  )
}

interface ChartsProps {
  overview: Overview
  segments: UseQueryResult<Segments>
}

function Charts({ overview, segments }: ChartsProps) {
  // The figures are drawn first, and by themselves: all at once would hold the browser up.
  const isNext = useDeferredValue(true, false)
  if (!isNext) return <ChartsSkeleton />
  return (
    <>
      <Region className="grid gap-8 wide:grid-cols-12">
        <RevenueByMonth overview={overview} className="wide:col-span-7" />
        <CustomersByMonth overview={overview} className="wide:col-span-5" />
      </Region>
      <Region className="grid gap-8 wide:grid-cols-12">
        <div className="min-w-0 wide:col-span-7">
          <QueryView
            query={segments}
            failure="The segments could not be loaded"
            skeleton={<SegmentsSkeleton />}
          >
            {(answer) => <SegmentationChart segments={answer} />}
          </QueryView>
        </div>
        <GridSection overview={overview} />
      </Region>
      <Region>
        <WhoMoved height={movedHeight} />
      </Region>
      {overview.expected_buyers !== null && (
        <Region>
          <TrustInForecast />
        </Region>
      )}
    </>
  )
}

function GridSection({ overview }: { overview: Overview }) {
  const { grid, new_customers: outside } = overview
  const total = grid.reduce((sum, cell) => sum + cell.monetary, 0) + outside.monetary
  return (
    <Section
      name="grid"
      sql="grid"
      className="wide:col-span-5"
      title={gridFinding(grid, total)}
      subtitle={`Customers and revenue. ${count(outside.customers)} New Customers lie outside.`}
      table={<GridTable overview={overview} />}
    >
      <RfmGrid overview={overview} />
    </Section>
  )
}
