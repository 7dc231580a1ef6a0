import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notices'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region } from '@/components/Section'
import { counted, percent } from '@/format'
import { overviewQuery, runQuery } from '@/services/api/queries'
import { AddLinesButton } from './AddLinesButton'
import { ImportSection } from './ImportSection'
import { LedgerLines } from './LedgerLines'
import { LedgerWaterfall } from './LedgerWaterfall'
import { Loads } from './Loads'
import { RunFacts } from './RunFacts'
import { RunKpis } from './RunKpis'
import { RunsList } from './RunsList'

/** What the figures stand on: the run, its lines, and what was left out. */
export function DataPage() {
  const run = useQuery(runQuery)
  const { data: overview } = useQuery(overviewQuery)
  return (
    <>
      <PageHeader title="Data" subtitle={run.data && `Run ${run.data.run_id}, ${run.data.state}`}>
        <AddLinesButton />
      </PageHeader>
      <ImportSection />
      <QueryView
        query={run}
        failure="The run could not be loaded"
        skeleton={<Skeleton height={420} />}
      >
        {(data) => (
          <>
            <RunKpis run={data} currency={overview?.currency} />
            <Region className="grid gap-8 wide:grid-cols-12">
              <LedgerWaterfall
                name="ledger"
                sql={['current_run', 'refused_counts']}
                className="wide:col-span-7"
                title={`${percent(data.lines_in === 0 ? 0 : data.lines_kept / data.lines_in)} of ${counted(data.lines_in, 'line')} kept`}
                subtitle="From lines in to lines kept, by reason."
                lines={{ in: data.lines_in, kept: data.lines_kept, left: data.ledger }}
              />
              <RunFacts run={data} overview={overview} className="wide:col-span-5" />
            </Region>
            {data.loads.length > 0 && (
              <Region>
                <Loads loads={data.loads} />
              </Region>
            )}
            <RunsList />
            <LedgerLines />
          </>
        )}
      </QueryView>
    </>
  )
}
