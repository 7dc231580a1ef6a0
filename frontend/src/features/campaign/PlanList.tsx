import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DataTable } from '@/components/DataTable'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Probability } from '@/components/Scores'
import { Section } from '@/components/Section'
import { SegmentName } from '@/components/segments/SegmentMark'
import { count, counted, money } from '@/format'
import { mostOfAPage, planCustomers, planCustomersQuery } from '@/services/api/queries'
import type { CampaignPlan, PlanCustomers, PlanPoint } from '@/services/api/types'
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
      sql="ranked_customers"
      className={className}
      title={`The list: ${counted(point.customers, 'customer')}, ${lot}`}
      subtitle={`Best first by ${rankingWords(plan.ranking)}, which met most of the spend in past months.`}
      whole={async () => {
        const { items } = await planCustomers(mostOfAPage)
        return <PlanTable customers={items.slice(0, point.customers)} currency={plan.currency} />
      }}
      part={
        point.customers > mostOfAPage
          ? `${count(mostOfAPage)} of ${count(point.customers)}`
          : undefined
      }
      tools={
        sort !== null && (
          <Link to={`/customers?sort=${sort}`} className="quiet-button">
            All customers in this order
          </Link>
        )
      }
    >
      <FirstCustomers number={Math.min(shown, point.customers)} />
    </Section>
  )
}

function FirstCustomers({ number }: { number: number }) {
  const first = useQuery(planCustomersQuery(shown))
  return (
    <QueryView
      query={first}
      failure="The list could not be loaded"
      skeleton={<Skeleton height={headHeight + shown * rowHeight} />}
    >
      {({ items, currency }) => (
        <PlanTable customers={items.slice(0, number)} currency={currency} />
      )}
    </QueryView>
  )
}

interface PlanTableProps {
  customers: PlanCustomers['items']
  currency: string
}

function PlanTable({ customers, currency }: PlanTableProps) {
  return (
    <DataTable
      caption="First customers of the list"
      rows={customers}
      rowKey={(row) => row.customer_id}
      columns={[
        { head: 'Rank', cell: (row) => row.place, wideOnly: true },
        { head: 'Customer', cell: (row) => <CustomerLink id={row.customer_id} /> },
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
  )
}

function CustomerLink({ id }: { id: string }) {
  return (
    <Link to={`/customers/${encodeURIComponent(id)}`} className="link">
      {id}
    </Link>
  )
}
