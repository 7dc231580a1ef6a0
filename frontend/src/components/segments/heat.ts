/** Where the upper four heat steps begin, as shares of all spend in the grid. */
const shares = [0.003, 0.012, 0.03, 0.12]

/** The sums of money at which the five heat steps begin, whatever the size of the shop and its currency. */
export function heatScale(cells: readonly { monetary: number }[]): number[] {
  const all = cells.reduce((sum, { monetary }) => sum + Math.max(0, monetary), 0)
  return [0, ...shares.map((share) => roundNumber(share * all))]
}

/** The heat step, 1 to 5, of a sum of money. */
export function heatStep(monetary: number, scale: readonly number[]): number {
  return 1 + scale.slice(1).filter((begin) => begin > 0 && monetary >= begin).length
}

/** The nearest of 1, 2.5, 5 and 10 times a power of ten. */
function roundNumber(value: number): number {
  if (value <= 0) return 0
  const power = 10 ** Math.floor(Math.log10(value))
  const apart = (times: number) => Math.abs(Math.log(value / (times * power)))
  return (
    [1, 2.5, 5, 10].reduce((best, times) => (apart(times) < apart(best) ? times : best)) * power
  )
}
