import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notices'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { chance, count, percent } from '@/format'
import { facetsQuery } from '@/services/api/queries'
import type { CustomerProfile, Histogram } from '@/services/api/types'
import { predictionFinding } from './findings'

const standingHeight = 104

interface PredictionProps {
  prediction: CustomerProfile['prediction']
  className?: string
}

export function Prediction({ prediction, className = '' }: PredictionProps) {
  const { data: facets, isPending } = useQuery(facetsQuery)
  const { purchase_probability: own, mean_probability: mean, reasons } = prediction
  const histogram = facets?.purchase_probability ?? null
  return (
    <Section
      name="prediction"
      sql={['customer', 'histogram']}
      whole={histogram && (() => <HistogramTable histogram={histogram} />)}
      className={className}
      title={predictionFinding(prediction)}
      subtitle={
        own === null
          ? 'The run was published without a model; the page Model says why.'
          : 'Where this customer stands among all, and the strongest reasons.'
      }
    >
      {own !== null && isPending && <Skeleton height={standingHeight} />}
      {own !== null && histogram !== null && (
        <Standing histogram={histogram} own={own} mean={mean} />
      )}
      {reasons.length > 0 && (
        <ul className="mt-4">
          {reasons.map((reason) => (
            <li key={reason} className="border-b border-hairline py-1.5 last:border-0">
              {reason}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function HistogramTable({ histogram }: { histogram: Histogram }) {
  return (
    <DataTable
      caption="Customers by probability"
      rows={histogram.bins}
      rowKey={(bin) => bin.from}
      columns={[
        { head: 'From', cell: (bin) => percent(bin.from) },
        { head: 'To', cell: (bin) => percent(bin.to) },
        { head: 'Customers', cell: (bin) => count(bin.customers) },
      ]}
    />
  )
}

interface StandingProps {
  histogram: Histogram
  own: number
  mean: number | null
}

function Standing({ histogram, own, mean }: StandingProps) {
  const tallest = Math.max(...histogram.bins.map((bin) => bin.customers), 1)
  const place = (share: number) => `${share * 100}%`
  return (
    <div>
      <div className="relative h-[84px]">
        <div aria-hidden className="absolute inset-x-0 bottom-0 h-11 border-b border-edge">
          {histogram.bins.map((bin) => (
            <div
              key={bin.from}
              className="absolute bottom-0 border-x border-canvas bg-quiet"
              style={{
                left: place(bin.from),
                width: place(bin.to - bin.from),
                height: `${(bin.customers / tallest) * 100}%`,
              }}
            />
          ))}
        </div>
        {mean !== null && (
          <div
            aria-hidden
            className="absolute top-5 bottom-0 border-l border-dashed border-ink-2"
            style={{ left: place(mean) }}
          />
        )}
        <div className="absolute inset-y-0 border-l-2 border-accent" style={{ left: place(own) }}>
          <span
            className={`absolute top-0 px-1 text-label font-semibold whitespace-nowrap text-accent-text ${own > 0.5 ? 'right-0' : 'left-0'}`}
          >
            this customer {chance(own)}
          </span>
        </div>
      </div>
      <p className="relative mt-1 flex justify-between text-label text-ink-3">
        <span>{percent(0)}</span>
        {mean !== null && (
          // Below the axis, where the customer's line can't cross it.
          <span
            className="absolute -translate-x-1/2 whitespace-nowrap text-ink-2"
            style={{ left: `clamp(72px, ${place(mean)}, calc(100% - 84px))` }}
          >
            average {percent(mean)}
          </span>
        )}
        <span>{percent(1)}</span>
      </p>
    </div>
  )
}
