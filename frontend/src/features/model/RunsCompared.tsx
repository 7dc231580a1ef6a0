import { useQuery } from '@tanstack/react-query'
import { DataTable } from '@/components/DataTable'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { absent, day, decimal, lastDay, signedDecimal } from '@/format'
import { modelRunsQuery } from '@/services/api/queries'
import type { ModelRun } from '@/services/api/types'
import { modelName } from './findings'

const shown = 12

/** How the figures move from run to run: each the mean of that run's rolling backtest. */
export function RunsCompared() {
  const runs = useQuery(modelRunsQuery)
  return (
    <QueryView
      query={runs}
      failure="The models of earlier runs could not be loaded"
      skeleton={<Skeleton height={160} />}
    >
      {({ items }) => (
        <Section
          name="runs"
          sql="model_runs"
          title={driftFinding(items)}
          subtitle="All customers, as shipped, means over the test cutoffs of each run; the newest run first."
          whole={() => <RunsTable runs={items} />}
        >
          <RunsTable runs={items.slice(0, shown)} />
        </Section>
      )}
    </QueryView>
  )
}

function RunsTable({ runs }: { runs: readonly ModelRun[] }) {
  return (
    <DataTable
      caption="The model from run to run"
      rows={runs}
      rowKey={(run) => run.run_id}
      columns={[
        {
          head: 'Run',
          cell: (run) => (
            <>
              {run.run_id}
              {run.is_served && (
                <span data-aside="" className="ml-2 text-label text-ink-3">
                  served
                </span>
              )}
            </>
          ),
        },
        { head: 'Data to', cell: (run) => day(lastDay(run.as_of)) },
        { head: 'Model', wideOnly: true, cell: modelOf },
        { head: 'F1', align: 'right', wideOnly: true, cell: (run) => decimal(run.f1) },
        {
          head: 'Everybody buys',
          align: 'right',
          wideOnly: true,
          cell: (run) => decimal(run.f1_everybody),
        },
        { head: 'ROC-AUC', align: 'right', cell: (run) => decimal(run.roc_auc) },
        {
          head: 'PR-AUC',
          align: 'right',
          wideOnly: true,
          cell: (run) => decimal(run.pr_auc),
        },
        { head: 'ECE', align: 'right', wideOnly: true, cell: (run) => decimal(run.ece) },
      ]}
    />
  )
}

function modelOf({ model, origin }: ModelRun): string {
  if (model === null) return absent
  return modelName(model) + (origin === 'trained' || origin === null ? '' : `, ${origin}`)
}

/** "ROC-AUC 0.750, +0.002 on the run before" */
export function driftFinding(runs: readonly ModelRun[]): string {
  const [newest, before] = runs.filter(({ roc_auc }) => roc_auc !== null)
  if (newest === undefined || newest.roc_auc === null) return 'The model from run to run'
  const now = `ROC-AUC ${decimal(newest.roc_auc)} in run ${newest.run_id}`
  if (before === undefined || before.roc_auc === null) return `${now}, the first with a model`
  const change = newest.roc_auc - before.roc_auc
  if (Math.abs(change) < 0.0005) return `${now}, as in run ${before.run_id}`
  return `${now}, ${signedDecimal(change)} on run ${before.run_id}`
}
