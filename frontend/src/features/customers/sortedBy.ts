import type { Customer } from '@/services/api/types'
import { listColumns } from './columns'

export type ValueKind = 'number' | 'share' | 'day' | 'text'

const kinds: Partial<Record<keyof Customer, ValueKind>> = {
  customer_id: 'text',
  segment: 'text',
  country: 'text',
  first_order_at: 'day',
  last_order_at: 'day',
  purchase_probability: 'share',
}

/** What the list is sorted by: the column's name as its head has it, and what kind of value it holds. */
export function sortedBy(sort: string): { name: string; kind: ValueKind } {
  const field = sort.replace(/^-/, '') as keyof Customer
  const column = listColumns.find((each) => each.sort === field)
  return { name: column?.head ?? field, kind: kinds[field] ?? 'number' }
}
