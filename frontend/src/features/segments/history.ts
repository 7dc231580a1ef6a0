import { compactMoney, count, day, lastDay, percent } from '@/format'
import type { SegmentHistory } from '@/services/api/types'

export const measures = [
  { value: 'customers', label: 'Customers' },
  { value: 'share', label: 'Share' },
  { value: 'monetary', label: 'Spend' },
] as const

export type Measure = (typeof measures)[number]['value']

/** One row per moment, a field per segment. */
export interface HistoryRow {
  as_of: string
  values: Record<string, number>
}

export function historyRows(history: SegmentHistory, measure: Measure): HistoryRow[] {
  const rows = new Map<string, HistoryRow>()
  for (const item of history.items) {
    const row = rows.get(item.as_of) ?? { as_of: item.as_of, values: {} }
    // Returns may outweigh what was bought; a stack has no room below zero.
    row.values[item.segment] = Math.max(0, item[measure])
    rows.set(item.as_of, row)
  }
  return [...rows.values()]
}

/** A value of the measure, as it is written beside its segment. */
export function measured(value: number, measure: Measure, currency: string): string {
  if (measure === 'monetary') return compactMoney(value, currency)
  return measure === 'share' ? percent(value) : count(value)
}

/** "888 Champions, 20% of customers; on 31 May 2011 they were 18%" */
export function historyFinding(history: SegmentHistory): string {
  const champions = history.items.filter((row) => row.segment === 'Champions')
  const now = champions.at(-1)
  const then = champions.at(-7) ?? champions[0]
  if (now === undefined || then === undefined) return 'Segments month by month'
  return `${count(now.customers)} Champions, ${percent(now.share)} of customers; on ${day(lastDay(then.as_of))} they were ${percent(then.share)}`
}
