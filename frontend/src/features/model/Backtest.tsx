import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, day, decimal, percent } from '@/format'
import { backtestFinding, shippedRows } from './findings'
import type { MetricsWithModel } from './metricsWithModel'
import { NotTested } from './NotTested'

const BacktestChart = lazyChart(() => import('./BacktestChart'))

export function Backtest({ metrics, className }: { metrics: MetricsWithModel; className: string }) {
  const rows = shippedRows(metrics, metrics.population, metrics.horizon_days)
  return (
    <Section
      name="backtest"
      sql="backtest"
      className={className}
      title={backtestFinding(rows)}
      subtitle="F1 of buyers by test cutoff. Each test lies after everything the model was fitted on."
      table={
        rows.length > 0 && (
          <DataTable
            caption="Backtest by cutoff"
            rows={rows}
            rowKey={(row) => row.cutoff}
            columns={[
              { head: 'Cutoff', cell: (row) => day(row.cutoff) },
              { head: 'F1', align: 'right', cell: (row) => decimal(row.f1) },
              { head: 'Everybody buys', align: 'right', cell: (row) => decimal(row.f1_everybody) },
              {
                head: 'Bought recently',
                align: 'right',
                wideOnly: true,
                cell: (row) => decimal(row.f1_recency_rule),
              },
              {
                head: 'ROC-AUC',
                align: 'right',
                wideOnly: true,
                cell: (row) => decimal(row.roc_auc),
              },
              {
                head: 'PR-AUC',
                align: 'right',
                wideOnly: true,
                cell: (row) => decimal(row.pr_auc),
              },
              {
                head: 'Share that buys',
                align: 'right',
                wideOnly: true,
                cell: (row) => percent(row.base_rate),
              },
              { head: 'Customers', align: 'right', wideOnly: true, cell: (row) => count(row.n) },
            ]}
          />
        )
      }
    >
      {rows.length === 0 ? <NotTested /> : <BacktestChart height={260} rows={rows} />}
    </Section>
  )
}
