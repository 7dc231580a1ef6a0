import { expect, test } from 'vitest'
import type { CohortMonth } from '@/services/api/types'
import { byCohort, heatOf, retentionFinding, together, togetherFinding } from './cohorts'

function month(cohort: string, since: number, customers: number, partial = false): CohortMonth {
  const size = cohort === '2011-01-01' ? 10 : 30
  return {
    cohort,
    months_since: since,
    size,
    customers,
    share: customers / size,
    revenue: customers * 100,
    partial,
  }
}

const rows = [
  month('2011-01-01', 0, 10),
  month('2011-01-01', 1, 4),
  month('2011-01-01', 2, 1, true),
  month('2011-02-01', 0, 30),
  month('2011-02-01', 1, 3, true),
]

test('a month that goes on counts neither in the sum nor in the finding', () => {
  expect(byCohort(rows).map(({ months }) => months.length)).toEqual([3, 2])
  expect(together(rows)).toEqual([
    { months_since: 0, size: 40, customers: 40, revenue: 4000 },
    { months_since: 1, size: 10, customers: 4, revenue: 400 },
  ])
  expect(retentionFinding(rows)).toBe(
    '40% of new customers order again in the month after; of those of Jan 2011, 40%',
  )
  expect(retentionFinding(rows.slice(0, 1))).toBe(
    'Nobody has been a customer for a whole month yet',
  )
})

test('the curve says how few cohorts its end stands on', () => {
  expect(togetherFinding(rows)).toBe('After 1 month 40% order; only Jan 2011 can tell so far')
  expect(togetherFinding(rows.slice(0, 1))).toBe('All cohorts together')
})

test('heat goes by tenths of the cohort, or by the largest revenue after the first month', () => {
  const [first, second] = rows
  if (first === undefined || second === undefined) throw new Error('there are five')
  expect(heatOf(first, 'share', 400)).toBe(0)
  expect(heatOf(second, 'share', 400)).toBe(5)
  expect(heatOf({ ...second, share: 0.09 }, 'share', 400)).toBe(1)
  expect(heatOf(second, 'revenue', 400)).toBe(5)
  expect(heatOf({ ...second, revenue: -5 }, 'revenue', 0)).toBe(1)
})
