import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, percent } from '@/format'
import type { Metrics } from '@/services/api/types'
import { reliabilityFinding } from './findings'
import { modelSql } from './modelSql'

const ReliabilityChart = lazyChart(() => import('./ReliabilityChart'))

export function Reliability({ bins }: { bins: Metrics['reliability'] }) {
  return (
    <Section
      name="reliability"
      sql={modelSql}
      className="flex flex-col justify-between"
      title={reliabilityFinding(bins)}
      subtitle="Share that bought; bars 95%."
      table={
        <DataTable
          caption="Predicted and actual share of buyers, by tenth of customers"
          rows={bins}
          rowKey={(bin) => bin.mean_predicted}
          columns={[
            { head: 'Predicted', cell: (bin) => percent(bin.mean_predicted) },
            { head: 'Bought', align: 'right', cell: (bin) => percent(bin.share_bought) },
            { head: 'Customers', align: 'right', cell: (bin) => count(bin.n) },
          ]}
        />
      }
    >
      <ReliabilityChart height={280} bins={bins} />
    </Section>
  )
}
