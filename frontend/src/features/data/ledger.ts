export interface LedgerStep {
  reason: string
  lines: number
  /** The lines left before and after the step. */
  before: number
  after: number
}

/** From lines in to lines kept, the largest loss first. */
export function ledgerSteps(
  linesIn: number,
  ledger: Readonly<Record<string, number>>,
): LedgerStep[] {
  let left = linesIn
  return Object.entries(ledger)
    .filter(([, lines]) => lines > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, lines]) => {
      const before = left
      left -= lines
      return { reason, lines, before, after: left }
    })
}

/** Where the axis begins: at zero, or, where little is lost, near what is kept, so that steps show. */
export function axisStart(linesIn: number, linesKept: number): number {
  const lost = linesIn - linesKept
  if (lost <= 0 || lost / linesIn > 0.25) return 0
  const step = 10 ** Math.floor(Math.log10(lost))
  return Math.max(0, Math.floor((linesKept - lost * 0.5) / step) * step)
}
