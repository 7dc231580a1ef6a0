import { compactMoney, count } from '@/format'
import type { Flow, Movement } from '@/services/api/types'
import { segmentStyles } from './segments'

/** What stands on the left for customers who had not ordered before. */
export const firstOrder = 'First order'

const order = new Map(segmentStyles.map(({ name }, place) => [name, place]))
const last = segmentStyles.length

/** Where a segment stands in the order of engagement; newcomers come last. */
export function placeOf(segment: string | null): number {
  return segment === null ? last : (order.get(segment) ?? last - 1)
}

function hasMoved(flow: Flow): boolean {
  return (
    flow.from_segment !== null && flow.to_segment !== null && flow.from_segment !== flow.to_segment
  )
}

/** Who went to a less engaged segment, those worth most first. */
export function falls({ items }: Movement): Flow[] {
  return items
    .filter((flow) => hasMoved(flow) && placeOf(flow.to_segment) > placeOf(flow.from_segment))
    .sort((a, b) => b.monetary_after - a.monetary_after)
}

/** The fall by the most money: "24 Loyal Customers became At Risk, worth £30.2k" */
export function movementFinding(movement: Movement): string {
  const { items, currency } = movement
  const [worst] = falls(movement)
  if (worst !== undefined) {
    return `${flowName(worst)}, worth ${compactMoney(worst.monetary_after, currency)}`
  }
  const moved = items.filter(hasMoved).reduce((sum, flow) => sum + flow.customers, 0)
  return moved === 0 ? 'Nobody changed segment' : `${count(moved)} customers moved up, nobody down`
}

/** "24 Loyal Customers became At Risk", "41 who had not ordered before became New Customers" */
export function flowName({ customers, from_segment: from, to_segment: to }: Flow): string {
  if (from === to) return `${count(customers)} stayed ${to ?? ''}`
  return `${count(customers)} ${from ?? 'who had not ordered before'} became ${to ?? 'nothing'}`
}
