import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DataTable } from '@/components/DataTable'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Probability } from '@/components/Scores'
import { Section } from '@/components/Section'
import { SegmentName } from '@/components/segments/SegmentMark'
import { count, counted, money } from '@/format'
import { firstCustomersQuery } from '@/services/api/queries'
import type { CampaignPlan, Customer, PlanPoint } from '@/services/api/types'
import { rankingSort, rankingWords } from './findings'

interface PlanListProps {
  plan: CampaignPlan
  point: PlanPoint
  className: string
}

const shown = 8
const headHeight = 32
const rowHeight = 34

/** Who comes first by the ranking; who of them is held out is drawn when the campaign begins. */
export function PlanList({ plan, point, className }: PlanListProps) {
  const sort = rankingSort(plan.ranking)
  const held = point.customers - point.letters
  const lot = held === 0 ? 'none of them held out' : `${count(held)} of them to be held out by lot`
  return (
    <Section
      name="list"
      sql="customers"
      className={className}
      title={`The list: ${counted(point.customers, 'customer')}, ${lot}`}
      subtitle={`Best first by ${rankingWords(plan.ranking)}, which met most of the spend in past months.`}
      tools={
        sort !== null && (
          <Link to={`/customers?sort=${sort}`} className="quiet-button">
            All customers in this order
          </Link>
        )
      }
    >
      {sort === null ? (
        <p className="max-w-xl text-ink-2">
          The list of customers has no such order; the exported file has, with each customer’s
          place.
        </p>
      ) : (
        <FirstCustomers sort={sort} number={Math.min(shown, point.customers)} />
      )}
    </Section>
  )
}

function FirstCustomers({ sort, number }: { sort: string; number: number }) {
  const first = useQuery(firstCustomersQuery(sort, shown))
  return (
    <QueryView
      query={first}
      failure="The list could not be loaded"
      skeleton={<Skeleton height={headHeight + shown * rowHeight} />}
    >
      {({ items, currency }) => (
        <DataTable
          caption="First customers of the list"
          rows={items.slice(0, number).map((customer, index) => ({ ...customer, rank: index + 1 }))}
          rowKey={(row) => row.customer_id}
          columns={[
            { head: 'Rank', cell: (row) => row.rank, wideOnly: true },
            { head: 'Customer', cell: (row) => <CustomerLink customer={row} /> },
            { head: 'Segment', cell: (row) => <SegmentName segment={row.segment} /> },
            {
              head: 'Days ago',
              align: 'right',
              wideOnly: true,
              cell: (row) => count(row.recency),
            },
            {
              head: 'Buys in 30 days',
              align: 'right',
              wideOnly: true,
              cell: (row) => <Probability value={row.purchase_probability} />,
            },
            { head: 'Spend', align: 'right', cell: (row) => money(row.monetary, currency) },
          ]}
        />
      )}
    </QueryView>
  )
}

function CustomerLink({ customer }: { customer: Customer }) {
  return (
    <Link to={`/customers/${encodeURIComponent(customer.customer_id)}`} className="link">
      {customer.customer_id}
    </Link>
  )
}
