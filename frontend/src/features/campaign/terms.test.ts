import { expect, test } from 'vitest'
import { readTerms, roundTop, toPlanQuery, usualTerms, writeTerms } from './terms'

test('an address holds the terms that differ from the usual ones, and gives them back', () => {
  const terms = { ...usualTerms, margin: 0.45, budget: 500, customers: 0 }
  const written = writeTerms(new URLSearchParams('table=profit&cost=9'), terms)
  expect(written.toString()).toBe('table=profit&margin=0.45&budget=500&customers=0')
  expect(readTerms(written)).toEqual(terms)
})

test('what is no share, or no number, is left as usual', () => {
  const asked = new URLSearchParams(
    'margin=1.5&cost=-1&effect=much&hold_out=0.9&budget=&customers=NaN',
  )
  expect(readTerms(asked)).toEqual(usualTerms)
})

test('no limit is no parameter', () => {
  expect(toPlanQuery(usualTerms)).toEqual({ margin: 0.3, cost: 1, effect: 0.1, hold_out: 0.1 })
})

test.each([
  [4.3, 5],
  [5, 5],
  [6, 10],
  [1566, 2000],
  [0.3, 0.5],
])('a slider that holds %d ends at %d', (value, top) => {
  expect(roundTop(value)).toBeCloseTo(top)
})
