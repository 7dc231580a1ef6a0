import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { SegmentMark, SegmentName } from '@/components/segments/SegmentMark'
import { segmentStyle } from '@/components/segments/segments'
import { day, lastDay } from '@/format'
import type { CustomerProfile } from '@/services/api/types'
import { segmentsFinding, stretchesOf } from './findings'

/** The segment at each month end and today: a band for the eye, its stretches in words. */
export function SegmentStrip({ profile }: { profile: CustomerProfile }) {
  const { segments } = profile
  const stretches = stretchesOf(segments)
  return (
    <Section
      name="segments"
      sql="customer_segments"
      title={segmentsFinding(segments)}
      subtitle="The segment at each month end and on the last day, by today’s rules."
      table={
        <DataTable
          caption="Segment at each month end"
          rows={[...segments].reverse()}
          rowKey={(each) => each.as_of}
          columns={[
            { head: 'Up to', cell: (each) => day(lastDay(each.as_of)) },
            { head: 'Segment', cell: (each) => <SegmentName segment={each.segment} /> },
          ]}
        />
      }
    >
      <div
        aria-hidden
        className="grid gap-x-0.5"
        style={{ gridTemplateColumns: `repeat(${segments.length}, minmax(0, 1fr))` }}
      >
        {stretches.map(({ segment, from, moments }) => (
          <div key={from} style={{ gridColumn: `span ${moments}` }}>
            <SegmentMark segment={segment} />
            <div
              className="mt-1.5 h-3"
              style={{ backgroundColor: segmentStyle(segment).colour, printColorAdjust: 'exact' }}
            />
          </div>
        ))}
      </div>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
        {stretches.map(({ segment, from, to }) => (
          <div key={from}>
            <dt>
              <SegmentName segment={segment} />
            </dt>
            <dd className="text-label text-ink-3">
              {day(lastDay(from))}
              {to !== from && ` to ${day(lastDay(to))}`}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
