import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notices'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region } from '@/components/Section'
import { SegmentationChart } from '@/components/segments/SegmentationChart'
import { counted } from '@/format'
import { overviewQuery, segmentsQuery } from '@/services/api/queries'
import { GridSection } from './GridSection'
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
            {(data) => <GridSection overview={data} />}
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
