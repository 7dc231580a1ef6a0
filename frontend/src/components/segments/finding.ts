import { percent } from '@/format'
import type { Segments } from '@/services/api/types'

/** "Champions are 20% of customers and 65% of revenue": the segment that brings most. */
export function segmentsFinding({ items }: Pick<Segments, 'items'>): string {
  const first = items[0]
  if (first === undefined) return 'No segments yet'
  const top = items.reduce((best, row) => (row.monetary > best.monetary ? row : best), first)
  return `${top.segment} are ${percent(top.share)} of customers and ${percent(top.monetary_share)} of revenue`
}
