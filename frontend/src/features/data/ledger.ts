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

const fewLines = 1000
const visibleShare = 0.05

/** Where the axis begins: at zero, or, where so little of a large file is lost that no step would show, near the rest. */
export function axisStart(linesIn: number, linesKept: number): number {
  const lost = linesIn - linesKept
  if (lost <= 0 || linesIn < fewLines || lost / linesIn > visibleShare) return 0
  const step = 10 ** Math.floor(Math.log10(lost))
  return Math.max(0, Math.floor((linesKept - lost * 0.5) / step) * step)
}
