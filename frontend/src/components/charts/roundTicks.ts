/** At most so many steps between round values, from the one at or below `low` to the one at or above `high`. */
export function roundTicks(low: number, high: number, steps = 5): number[] {
  const span = high - low || 1
  const rough = span / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5].find((times) => times * power >= rough) ?? 10) * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

/** The axis of bars: from nothing to a round value above the tallest, and below nothing where there is less. */
export function barAxis(values: readonly number[], steps?: number) {
  const ticks = roundTicks(Math.min(0, ...values), Math.max(0, ...values), steps)
  return { ticks, domain: [ticks[0] ?? 0, Math.max(1, ticks.at(-1) ?? 0)] }
}
