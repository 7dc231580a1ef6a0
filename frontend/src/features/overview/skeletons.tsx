import { Skeleton } from '@/components/Notices'
import { Region } from '@/components/Section'

export function OverviewSkeleton() {
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4 gap-y-6 md:grid-cols-3 md:gap-x-8 wide:grid-cols-6">
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} height={104} />
        ))}
      </div>
      <ChartsSkeleton />
    </>
  )
}

export function ChartsSkeleton() {
  return (
    <>
      <Region className="grid gap-8 wide:grid-cols-12">
        <Skeleton height={356} className="wide:col-span-7" />
        <Skeleton height={356} className="wide:col-span-5" />
      </Region>
      <Region className="grid gap-8 wide:grid-cols-12">
        <div className="wide:col-span-7">
          <SegmentsSkeleton />
        </div>
        <Skeleton height={392} className="wide:col-span-5" />
      </Region>
    </>
  )
}

export function SegmentsSkeleton() {
  return <Skeleton height={392} />
}
