import { DataTable } from '@/components/DataTable'
import { FactList } from '@/components/FactList'
import { Section } from '@/components/Section'
import { absent, count, exactMoney, money, percent } from '@/format'
import type { CampaignPlan } from '@/services/api/types'
import { changeName, liftsLimit } from './findings'

interface WhatWouldChangeProps {
  plan: CampaignPlan
  /** Without one, a plan without one is no other plan. */
  hasBudget: boolean
  className: string
}

/** The best plan on other terms, and where nothing would be left of this one. */
export function WhatWouldChange({ plan, hasBudget, className }: WhatWouldChangeProps) {
  const { changes, break_even: even, currency } = plan
  return (
    <Section
      name="changes"
      sql="campaign_gains"
      className={className}
      title="What the plan hangs on"
      subtitle="The best plan if one thing were otherwise, and where the letters would only pay for themselves."
    >
      <DataTable
        caption="The best plan on other terms"
        rows={changes.filter(({ change }) => hasBudget || !liftsLimit(change))}
        rowKey={(row) => row.change}
        columns={[
          { head: 'If', cell: (row) => changeName(row.change) },
          { head: 'Letters', align: 'right', cell: (row) => count(row.letters) },
          { head: 'Profit', align: 'right', cell: (row) => money(row.profit, currency) },
        ]}
      />
      {even !== null && (
        <div className="mt-4">
          <h3 className="mb-1 font-semibold">Nothing would be left</h3>
          <FactList
            facts={[
              { name: 'at a margin of', value: orDash(even.margin, percent) },
              {
                name: 'at a letter for',
                value: orDash(even.cost, (cost) => exactMoney(cost, currency)),
              },
              { name: 'at an effect of', value: orDash(even.effect, percent) },
            ]}
          />
        </div>
      )}
    </Section>
  )
}

function orDash(value: number | null, format: (value: number) => string): string {
  return value === null ? absent : format(value)
}
