import { useQuery } from '@tanstack/react-query'
import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, Skeleton } from '@/components/Notices'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region, Section } from '@/components/Section'
import { SwitchGroup } from '@/components/SwitchGroup'
import { useAddress } from '@/components/useAddress'
import { count, counted, money, monthYear, percent } from '@/format'
import { cohortsQuery } from '@/services/api/historyQueries'
import type { Cohorts } from '@/services/api/types'
import { CohortGrid } from './CohortGrid'
import {
  byCohort,
  measures,
  retentionFinding,
  together,
  togetherFinding,
  type Measure,
  type MonthSince,
} from './cohorts'

const RetentionChart = lazyChart(() => import('./RetentionChart'))

/** Who stays: cohorts by the month of their first order. */
export function RetentionPage() {
  const query = useQuery(cohortsQuery)
  return (
    <>
      <PageHeader
        title="Retention"
        subtitle={query.data && counted(byCohort(query.data.items).length, 'cohort')}
      />
      <QueryView
        query={query}
        failure="The cohorts could not be loaded"
        skeleton={<Skeleton height={560} />}
      >
        {(cohorts) =>
          cohorts.items.length === 0 ? (
            <EmptyNote reason={cohorts.note ?? 'Nobody has ordered yet.'} />
          ) : (
            <Figures cohorts={cohorts} />
          )
        }
      </QueryView>
    </>
  )
}

function Figures({ cohorts }: { cohorts: Cohorts }) {
  const { items, currency, note } = cohorts
  const [params, setAddress] = useAddress()
  const measure = measures.find(({ value }) => value === params.get('measure'))?.value ?? 'share'
  const show = (next: Measure) => {
    setAddress((current) => {
      if (next === 'share') current.delete('measure')
      else current.set('measure', next)
      return current
    })
  }
  const later = together(items).filter((row) => row.months_since > 0)
  const partial = items.some((row) => row.partial) ? ' Dashed: a month that is not over yet.' : ''
  return (
    <>
      {note !== null && <p className="mb-4 text-body text-warn">{note}</p>}
      <Section
        name="cohorts"
        sql="cohorts"
        title={retentionFinding(items)}
        subtitle={
          measure === 'share'
            ? `Share of each month's new customers who ordered, so many months after.${partial}`
            : `What each month's new customers brought after returns, so many months after.${partial}`
        }
        tools={<SwitchGroup label="Measure" value={measure} options={measures} onChange={show} />}
        table={
          <DataTable
            caption="Cohorts month by month"
            rows={items}
            rowKey={(row) => `${row.cohort} ${row.months_since}`}
            columns={[
              { head: 'First order', cell: (row) => monthYear(row.cohort) },
              { head: 'Months since', align: 'right', cell: (row) => count(row.months_since) },
              {
                head: 'Ordered',
                align: 'right',
                wideOnly: true,
                cell: (row) => count(row.customers),
              },
              { head: 'Of', align: 'right', wideOnly: true, cell: (row) => count(row.size) },
              { head: 'Share', align: 'right', cell: (row) => percent(row.share) },
              {
                head: 'Revenue',
                align: 'right',
                wideOnly: true,
                cell: (row) => money(row.revenue, currency),
              },
            ]}
          />
        }
      >
        <CohortGrid rows={items} measure={measure} currency={currency} />
      </Section>
      <Region>
        <Section
          name="together"
          sql="cohorts"
          title={togetherFinding(items)}
          subtitle="All cohorts together: the share that ordered so many months after the first order. The further right, the fewer and older cohorts; whole months only."
          table={<TogetherTable rows={later} />}
        >
          <RetentionChart height={240} rows={later} />
        </Section>
      </Region>
    </>
  )
}

function TogetherTable({ rows }: { rows: readonly MonthSince[] }) {
  return (
    <DataTable
      caption="All cohorts together by months since the first order"
      rows={rows}
      rowKey={(row) => row.months_since}
      columns={[
        { head: 'Months since', cell: (row) => count(row.months_since) },
        { head: 'Ordered', align: 'right', cell: (row) => count(row.customers) },
        { head: 'Of', align: 'right', cell: (row) => count(row.size) },
        { head: 'Share', align: 'right', cell: (row) => percent(row.customers / row.size) },
      ]}
    />
  )
}
