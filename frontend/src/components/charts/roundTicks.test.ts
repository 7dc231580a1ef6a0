import { expect, test } from 'vitest'
import { barAxis, roundTicks } from './roundTicks'

test.each([
  [0, 15_400, [0, 5000, 10_000, 15_000, 20_000]],
  [0, 1_427_125, [0, 500_000, 1_000_000, 1_500_000]],
  [-300, 1000, [-500, 0, 500, 1000]],
  [0, 4, [0, 1, 2, 3, 4]],
  [0, 0, [0]],
])('from %d to %d an axis has round values', (low, high, ticks) => {
  expect(roundTicks(low, high)).toEqual(ticks)
})

test('bars stand on nothing, and hang from it where there is less', () => {
  expect(barAxis([300, 900]).domain).toEqual([0, 1000])
  expect(barAxis([-300, 900]).domain).toEqual([-500, 1000])
  expect(barAxis([]).domain).toEqual([0, 1])
})
