import { capitalised, counted, inWords, monthYear, percent } from '@/format'
import type { CohortMonth } from '@/services/api/types'

export const measures = [
  { value: 'share', label: 'Customers' },
  { value: 'revenue', label: 'Revenue' },
] as const

export type Measure = (typeof measures)[number]['value']

export interface Cohort {
  cohort: string
  size: number
  months: CohortMonth[]
}

export function byCohort(rows: readonly CohortMonth[]): Cohort[] {
  const cohorts = new Map<string, Cohort>()
  for (const row of rows) {
    const cohort = cohorts.get(row.cohort) ?? { cohort: row.cohort, size: row.size, months: [] }
    cohort.months.push(row)
    cohorts.set(row.cohort, cohort)
  }
  return [...cohorts.values()]
}

export interface MonthSince {
  months_since: number
  /** Customers of all cohorts that have seen the whole of this month. */
  size: number
  customers: number
  revenue: number
}

/** All cohorts together, by months since; a month that is not over yet is left out. */
export function together(rows: readonly CohortMonth[]): MonthSince[] {
  const sums: MonthSince[] = []
  for (const row of rows.filter(({ partial }) => !partial)) {
    const sum = (sums[row.months_since] ??= {
      months_since: row.months_since,
      size: 0,
      customers: 0,
      revenue: 0,
    })
    sum.size += row.size
    sum.customers += row.customers
    sum.revenue += row.revenue
  }
  return sums.filter(Boolean)
}

/** "Of 100 new customers, 21 order again in the month after; of those of Dec 2010 it was 37%" */
export function retentionFinding(rows: readonly CohortMonth[]): string {
  const next = together(rows).find(({ months_since: since }) => since === 1)
  if (next === undefined) return 'Nobody has been a customer for a whole month yet'
  const months = rows.filter((row) => row.months_since === 1 && !row.partial)
  const best = months.reduce((a, b) => (b.share > a.share ? b : a))
  return `${percent(next.customers / next.size)} of new customers order again in the month after; of those of ${monthYear(best.cohort)}, ${percent(best.share)}`
}

/** "After 11 months 50% order, but only Dec 2010 is that old" */
export function togetherFinding(rows: readonly CohortMonth[]): string {
  const last = together(rows).at(-1)
  if (last === undefined || last.months_since === 0) return 'All cohorts together'
  const old = rows.filter((row) => row.months_since === last.months_since && !row.partial)
  const first = old[0]
  const who =
    first !== undefined && old.length === 1 ? monthYear(first.cohort) : `${old.length} cohorts`
  const share = percent(last.customers / last.size)
  return `After ${counted(last.months_since, 'month')} ${share} order; only ${who} can tell so far`
}

const shareSteps = [0.1, 0.2, 0.3, 0.4]

/**
 * The heat step, 1 to 5: of a share by tenths, of revenue by its share of the largest one. The month of the first
 * order, in which everybody orders, has none.
 */
export function heatOf(row: CohortMonth, measure: Measure, largest: number): number {
  if (row.months_since === 0) return 0
  const value = measure === 'share' ? row.share : largest > 0 ? (row.revenue / largest) * 0.5 : 0
  return 1 + shareSteps.filter((step) => value >= step).length
}

/** "Month 3 after the first order" */
export function monthAfter(since: number): string {
  if (since === 0) return 'The month of the first order'
  return `${capitalised(inWords(since))} ${since === 1 ? 'month' : 'months'} after the first order`
}
