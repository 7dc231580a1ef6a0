import { expect, test } from 'vitest'
import { heatScale, heatStep } from './heat'

const cells = [4_000_000, 2_500_000, 1_500_000, 300_000, 20_000].map((monetary) => ({ monetary }))
const times = (factor: number) => cells.map(({ monetary }) => ({ monetary: monetary * factor }))

test('the steps are round shares of all spend', () => {
  expect(heatScale(cells)).toEqual([0, 25_000, 100_000, 250_000, 1_000_000])
})

test('a shop of another size, or in another currency, is coloured alike', () => {
  const steps = (all: typeof cells) => all.map(({ monetary }) => heatStep(monetary, heatScale(all)))
  expect(steps(cells)).toEqual([5, 5, 5, 4, 1])
  expect(steps(times(0.01))).toEqual(steps(cells))
  expect(steps(times(200))).toEqual(steps(cells))
})

test('a shop without spend has one colour', () => {
  expect(heatStep(0, heatScale([{ monetary: 0 }, { monetary: -5 }]))).toBe(1)
})
