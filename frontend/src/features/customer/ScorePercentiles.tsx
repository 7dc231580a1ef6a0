import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, counted, days, money, percent } from '@/format'
import type { CustomerProfile } from '@/services/api/types'
import { scoresFinding } from './findings'

interface ScorePercentilesProps {
  rfm: CustomerProfile['rfm']
  currency: string
}

export function ScorePercentiles({ rfm, currency }: ScorePercentilesProps) {
  const rows = [
    {
      name: 'Recency',
      score: rfm.r_score,
      value: days(rfm.recency),
      figure: () => days(rfm.recency),
      percentile: rfm.recency_percentile,
    },
    {
      name: 'Frequency',
      score: rfm.f_score,
      value: counted(rfm.frequency, 'order'),
      figure: () => count(rfm.frequency),
      percentile: rfm.frequency_percentile,
    },
    {
      name: 'Spend',
      score: rfm.m_score,
      value: money(rfm.monetary, currency),
      figure: () => money(rfm.monetary, currency),
      percentile: rfm.monetary_percentile,
    },
  ]
  return (
    <Section
      name="scores"
      sql="customer"
      title={scoresFinding(rfm)}
      subtitle="Dot: percentile among all customers. Each fifth of the bar is one score."
      table={
        <DataTable
          caption="Scores and percentiles"
          rows={rows}
          rowKey={(row) => row.name}
          columns={[
            { head: 'Score', cell: (row) => row.name },
            { head: 'Of 5', align: 'right', cell: (row) => count(row.score) },
            { head: 'Value', align: 'right', cell: (row) => row.figure() },
            { head: 'Better than', align: 'right', cell: (row) => percent(row.percentile) },
          ]}
        />
      }
    >
      <dl className="grid gap-4">
        {rows.map(({ name, score, value, percentile }) => (
          <div key={name} className="flex items-center gap-4">
            <dt className="w-32 shrink-0 max-md:w-28">
              <span className="font-medium">{name}</span>{' '}
              <span className="text-ink-3">{score} of 5</span>
            </dt>
            <dd className="w-20 shrink-0 text-right font-medium">{value}</dd>
            <dd className="relative flex h-5 min-w-0 flex-1 items-center gap-0.5">
              {[1, 2, 3, 4, 5].map((fifth) => (
                <span key={fifth} aria-hidden className="h-1 flex-1 bg-quiet" />
              ))}
              <span
                aria-hidden
                className="absolute size-2.5 -translate-x-1/2 rounded-full bg-ink"
                style={{ left: `${percentile * 100}%` }}
              />
              <span className="sr-only">better than {percent(percentile)} of customers</span>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
