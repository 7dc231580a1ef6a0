import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { absent, counted, count, money, monthYear } from '@/format'
import type { CampaignPlan } from '@/services/api/types'
import { promiseFinding } from './findings'

interface PromiseKeptProps {
  past: NonNullable<CampaignPlan['past']>
  currency: string
}

/** What the same terms would have promised for the newest finished month, beside what came. */
export function PromiseKept({ past, currency }: PromiseKeptProps) {
  const amount = (value: number | null) => (value === null ? absent : money(value, currency))
  const { promised_low: low, promised_high: high } = past
  const rows = [
    {
      name: 'Profit',
      format: amount,
      promised: past.promised_profit,
      low,
      high,
      came: past.profit,
    },
    { name: 'Net spend', format: amount, promised: past.promised_spend, came: past.spend },
    { name: 'Buyers', format: count, promised: past.promised_buyers, came: past.buyers },
  ]
  return (
    <Section
      name="promise"
      sql="campaign_gains"
      title={promiseFinding(past, monthYear(past.month))}
      subtitle={`On these terms, from the months before it: ${counted(past.letters, 'letter')} to the best ${counted(past.customers, 'customer')}. Profit by the spend that came; nobody was written to.`}
    >
      <DataTable
        caption="What the plan promised and what came"
        className="max-w-2xl"
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          { head: 'Over 30 days', cell: (row) => row.name },
          { head: 'Promised', align: 'right', cell: (row) => row.format(row.promised) },
          {
            head: '80%, from',
            align: 'right',
            wideOnly: true,
            cell: (row) => amount(row.low ?? null),
          },
          { head: 'to', align: 'right', wideOnly: true, cell: (row) => amount(row.high ?? null) },
          { head: 'Came', align: 'right', cell: (row) => row.format(row.came) },
        ]}
      />
    </Section>
  )
}
