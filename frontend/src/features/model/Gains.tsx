import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { percent } from '@/format'
import type { Metrics } from '@/services/api/types'
import { gainAt } from './findings'
import { modelSql } from './modelSql'

const GainsChart = lazyChart(() => import('./GainsChart'))

const fifth = 0.2
const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

export function Gains({ gains }: { gains: Metrics['gains'] }) {
  const atFifth = gainAt(gains, fifth)
  return (
    <Section
      name="gains"
      sql={modelSql}
      className="flex flex-col justify-between"
      title={`The best fifth holds ${percent(atFifth)} of buyers`}
      subtitle="Share of buyers reached, best first."
      table={
        <DataTable
          caption="Share of buyers reached by share of customers"
          rows={tenths}
          rowKey={(share) => share}
          columns={[
            { head: 'Customers, best first', cell: percent },
            {
              head: 'Buyers reached',
              align: 'right',
              cell: (share) => percent(gainAt(gains, share)),
            },
          ]}
        />
      }
    >
      <GainsChart height={280} gains={gains} marked={{ x: fifth, y: atFifth }} />
    </Section>
  )
}
