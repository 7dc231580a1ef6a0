import type { ReactNode } from 'react'
import { Probability, ScoreBars } from '@/components/Scores'
import { SegmentName } from '@/components/segments/SegmentMark'
import { absent, count, day, money, times } from '@/format'
import type { Customer } from '@/services/api/types'
import { CustomerLink } from './CustomerLink'

export interface ListColumn {
  id: string
  head: string
  /** The API's fields behind the column: what an export of it contains. */
  fields: (keyof Customer)[]
  /** The field that a click on the head sorts by. */
  sort?: keyof Customer
  align: 'left' | 'right'
  width: number
  /** The smallest layout that has room for it. */
  from: 'phone' | 'tablet' | 'desktop'
  /** Shown unless chosen otherwise. */
  usual: boolean
  cell: (customer: Customer, currency: string) => ReactNode
}

export const listColumns: readonly ListColumn[] = [
  {
    id: 'customer',
    head: 'Customer',
    fields: ['customer_id'],
    sort: 'customer_id',
    align: 'left',
    width: 90,
    from: 'phone',
    usual: true,
    cell: (customer) => <CustomerLink customerId={customer.customer_id} />,
  },
  {
    id: 'segment',
    head: 'Segment',
    fields: ['segment'],
    sort: 'segment',
    align: 'left',
    width: 160,
    from: 'phone',
    usual: true,
    cell: (customer) => <SegmentName segment={customer.segment} />,
  },
  {
    id: 'country',
    head: 'Country',
    fields: ['country'],
    sort: 'country',
    align: 'left',
    width: 130,
    from: 'desktop',
    usual: false,
    cell: (customer) => <span className="block truncate">{customer.country}</span>,
  },
  {
    id: 'scores',
    head: 'R F M',
    fields: ['r_score', 'f_score', 'm_score'],
    align: 'left',
    width: 100,
    from: 'tablet',
    usual: true,
    cell: (customer) => (
      <ScoreBars scores={[customer.r_score, customer.f_score, customer.m_score]} />
    ),
  },
  {
    id: 'last_order',
    head: 'Last order',
    fields: ['last_order_at'],
    sort: 'last_order_at',
    align: 'right',
    width: 108,
    from: 'desktop',
    usual: true,
    cell: (customer) => day(customer.last_order_at),
  },
  {
    id: 'recency',
    head: 'Days ago',
    fields: ['recency'],
    sort: 'recency',
    align: 'right',
    width: 84,
    from: 'tablet',
    usual: true,
    cell: (customer) => count(customer.recency),
  },
  {
    id: 'gap',
    head: 'Of typical gap',
    fields: ['typical_gap_days'],
    align: 'right',
    width: 108,
    from: 'desktop',
    usual: true,
    cell: (customer) => <GapRatio customer={customer} />,
  },
  {
    id: 'first_order',
    head: 'First order',
    fields: ['first_order_at'],
    align: 'right',
    width: 108,
    from: 'desktop',
    usual: false,
    cell: (customer) => day(customer.first_order_at),
  },
  {
    id: 'frequency',
    head: 'Orders',
    fields: ['frequency'],
    sort: 'frequency',
    align: 'right',
    width: 76,
    from: 'tablet',
    usual: true,
    cell: (customer) => count(customer.frequency),
  },
  {
    id: 'monetary',
    head: 'Spend',
    fields: ['monetary'],
    sort: 'monetary',
    align: 'right',
    width: 92,
    from: 'phone',
    usual: true,
    cell: (customer, currency) => money(customer.monetary, currency),
  },
  {
    id: 'order_value',
    head: 'Per order',
    fields: ['average_order_value'],
    sort: 'average_order_value',
    align: 'right',
    width: 88,
    from: 'desktop',
    usual: true,
    cell: (customer, currency) => (
      <span className="text-ink-2">{money(customer.average_order_value, currency)}</span>
    ),
  },
  {
    id: 'probability',
    head: 'Buys in 30 days',
    fields: ['purchase_probability'],
    sort: 'purchase_probability',
    align: 'right',
    width: 140,
    from: 'tablet',
    usual: true,
    cell: (customer) => <Probability value={customer.purchase_probability} />,
  },
  {
    id: 'value',
    head: 'Expected value',
    fields: ['expected_value'],
    sort: 'expected_value',
    align: 'right',
    width: 116,
    from: 'desktop',
    usual: true,
    cell: (customer, currency) =>
      customer.expected_value === null ? absent : money(customer.expected_value, currency),
  },
]

/** How long ago the last order lies, in usual gaps; from three times on it stands out. */
function GapRatio({ customer }: { customer: Customer }) {
  const { typical_gap_days: gap, recency } = customer
  if (gap === null || gap <= 0) return <span className="text-ink-3">{absent}</span>
  const ratio = recency / gap
  return <span className={ratio >= 3 ? 'font-semibold' : 'text-ink-2'}>{times(ratio)}</span>
}

const layouts = ['phone', 'tablet', 'desktop'] as const
export type Layout = (typeof layouts)[number]

interface Choice {
  /** From the address; null for the usual columns. */
  chosen: readonly string[] | null
  layout: Layout
  /** Fields that are null for every customer: their columns would say nothing. */
  unknown: ReadonlySet<keyof Customer>
}

/** The columns to show, in the order of the choice; the customer comes first. */
export function visibleColumns({ chosen, layout, unknown }: Choice): ListColumn[] {
  return inOrder(chosen ?? usualColumns).filter((column) => {
    if (column.fields.every((field) => unknown.has(field))) return false
    return layouts.indexOf(column.from) <= layouts.indexOf(layout)
  })
}

export const usualColumns = listColumns.filter(({ usual }) => usual).map(({ id }) => id)

function inOrder(chosen: readonly string[]): ListColumn[] {
  const ids = new Set(['customer', ...chosen])
  return [...ids].flatMap((id) => listColumns.find((column) => column.id === id) ?? [])
}
