const steps = [25_000, 100_000, 250_000, 1_000_000]

/** The heat step, 1 to 5, of a sum of money. */
export function heatStep(monetary: number): number {
  return 1 + steps.filter((step) => monetary >= step).length
}

export const heatScale = [0, ...steps]
