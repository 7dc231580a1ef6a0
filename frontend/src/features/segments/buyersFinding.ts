import { percent } from '@/format'
import type { SegmentRow } from '@/services/api/types'

/** "61% of Champions should buy, 12% of Lost"; without a model, who holds most customers. */
export function buyersFinding(items: readonly SegmentRow[]): string {
  const likely = items
    .filter((row) => row.customers > 0 && row.expected_buyers !== null)
    .map((row) => ({ name: row.segment, rate: (row.expected_buyers ?? 0) / row.customers }))
    .sort((a, b) => b.rate - a.rate)
  const first = likely[0]
  const last = likely.at(-1)
  if (first && last && first !== last) {
    return `${percent(first.rate)} of ${first.name} should buy, ${percent(last.rate)} of ${last.name}`
  }
  const largest = [...items].sort((a, b) => b.customers - a.customers)[0]
  return largest
    ? `${largest.segment} is the largest segment: ${percent(largest.share)} of customers`
    : 'No segments yet'
}
