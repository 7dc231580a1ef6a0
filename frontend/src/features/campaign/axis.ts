/** About five round values from at or below `low` to at or above `high`. */
export function roundTicks(low: number, high: number): number[] {
  const span = high - low || 1
  const rough = span / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5].find((times) => times * power >= rough) ?? 10) * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

/** Of the value axis, in pixels; the slider below the chart leaves it free, too. */
export const axisWidth = 60

/** Room for the half of the first number that stands left of the axis' beginning. */
export const axisInset = 4
