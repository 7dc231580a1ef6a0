import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { counted, count, money, monthYear } from '@/format'
import type { CampaignPlan } from '@/services/api/types'
import { promiseFinding } from './findings'

interface PromiseKeptProps {
  past: NonNullable<CampaignPlan['past']>
  currency: string
}

/** What the same terms would have promised for the newest finished month, beside what came. */
export function PromiseKept({ past, currency }: PromiseKeptProps) {
  const amount = (value: number) => money(value, currency)
  const { promised_low: low, promised_high: high } = past
  const ends = low === null || high === null ? '' : ` (${amount(low)} to ${amount(high)})`
  const rows = [
    { name: 'Profit', promised: amount(past.promised_profit) + ends, came: amount(past.profit) },
    { name: 'Net spend', promised: amount(past.promised_spend), came: amount(past.spend) },
    { name: 'Buyers', promised: count(past.promised_buyers), came: count(past.buyers) },
  ]
  return (
    <Section
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
          { head: 'Promised', align: 'right', cell: (row) => row.promised },
          { head: 'Came', align: 'right', cell: (row) => row.came },
        ]}
      />
    </Section>
  )
}
