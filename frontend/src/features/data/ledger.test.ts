import { expect, test } from 'vitest'
import { axisStart, ledgerSteps } from './ledger'

test('the steps lead from lines in to lines kept', () => {
  const steps = ledgerSteps(100, { 'price is zero': 5, 'exact duplicate': 20, unused: 0 })
  expect(steps).toEqual([
    { reason: 'exact duplicate', lines: 20, before: 100, after: 80 },
    { reason: 'price is zero', lines: 5, before: 80, after: 75 },
  ])
})

test('the axis begins at zero unless the steps would not show', () => {
  expect(axisStart(100, 60)).toBe(0)
  expect(axisStart(541_909, 534_129)).toBe(530_000)
  expect(axisStart(100, 100)).toBe(0)
  expect(axisStart(541_909, 500_000)).toBe(0)
})

test('the axis of a small file begins at zero', () => {
  expect(axisStart(10, 9)).toBe(0)
  expect(axisStart(900, 895)).toBe(0)
})
