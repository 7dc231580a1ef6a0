import { inWords, percent } from '@/format'
import type { BacktestRow, Metrics } from '@/services/api/types'
import { weightedF1OfNobody, type Figures } from './classification'

/** "At 0.25, the model finds 64% of buyers; 55% of those it names do buy" */
export function thresholdFinding(threshold: number, figures: Figures): string {
  const found = `At ${threshold.toFixed(2)}, the model finds ${percent(figures.recall)} of buyers`
  return figures.recall === 0
    ? `At ${threshold.toFixed(2)}, the model names no buyer`
    : `${found}; ${percent(figures.precision)} of those it names do buy`
}

const closeEnough = 0.01

/** Whether what was said came about, over all customers. */
export function reliabilityFinding(bins: Metrics['reliability']): string {
  const all = bins.reduce((sum, bin) => sum + bin.n, 0)
  if (all === 0) return 'Said and done'
  const said = bins.reduce((sum, bin) => sum + bin.mean_predicted * bin.n, 0) / all
  const bought = bins.reduce((sum, bin) => sum + bin.share_bought * bin.n, 0) / all
  if (Math.abs(bought - said) <= closeEnough) return `It said ${percent(said)}, and so it came`
  return `It said ${percent(said)}; ${percent(bought)} bought`
}

/** The share of buyers among the first part of the customers, best first. */
export function gainAt(gains: Metrics['gains'], share: number): number {
  const above = gains.findIndex((point) => point.share_of_customers >= share)
  const right = gains[above]
  const left = gains[above - 1]
  if (right === undefined) return 1
  if (left === undefined || right.share_of_customers === left.share_of_customers) {
    return right.share_of_buyers
  }
  const part =
    (share - left.share_of_customers) / (right.share_of_customers - left.share_of_customers)
  return left.share_of_buyers + part * (right.share_of_buyers - left.share_of_buyers)
}

/** The backtest of what would have shipped, for one population and horizon, by cutoff. */
export function shippedRows(
  metrics: Pick<Metrics, 'backtest'>,
  population: string,
  horizon: number,
) {
  return metrics.backtest
    .filter((row) => row.chosen && row.population === population && row.horizon_days === horizon)
    .sort((a, b) => a.cutoff.localeCompare(b.cutoff))
}

/** "Ahead of guessing in all seven months" */
export function backtestFinding(rows: readonly BacktestRow[]): string {
  const ahead = rows.filter((row) => (row.f1 ?? 0) > (row.f1_everybody ?? 0)).length
  if (rows.length === 0) return 'No month has been tested yet'
  if (ahead === rows.length) return `Ahead of guessing in all ${inWords(rows.length)} months`
  return `Ahead of guessing in ${inWords(ahead)} of ${inWords(rows.length)} months`
}

export interface F1Row {
  name: string
  f1: number
  naive: number
  gain: number
  verdict: 'beats it' | 'no better' | 'flattering'
}

const populations: Record<string, string> = {
  all: 'All customers',
  repeat: 'Repeat customers',
  established: 'Established customers',
}

const noticeable = 0.005

/** Every F1 figure that is reported, each beside what a guess reaches. */
export function f1Rows(
  metrics: Pick<Metrics, 'backtest' | 'population' | 'horizon_days'>,
): F1Row[] {
  const kinds = new Map<string, BacktestRow[]>()
  for (const row of metrics.backtest.filter((each) => each.chosen)) {
    const key = `${row.population} ${row.horizon_days}`
    kinds.set(key, [...(kinds.get(key) ?? []), row])
  }
  const main = `${metrics.population} ${metrics.horizon_days}`
  const order = (key: string) =>
    key === main ? -1 : Object.keys(populations).indexOf(key.split(' ')[0] ?? '')
  const keys = [...kinds.keys()].sort((a, b) => order(a) - order(b))
  return keys.flatMap((key) => {
    const rows = kinds.get(key) ?? []
    const first = rows[0]
    if (first === undefined) return []
    const name = `${populations[first.population] ?? first.population}, ${first.horizon_days} days`
    const plain = f1Row(
      name,
      mean(rows, (row) => row.f1),
      mean(rows, (row) => row.f1_everybody),
    )
    if (key !== main) return [plain]
    const weighted = f1Row(
      'The same, weighted',
      mean(rows, (row) => row.f1_weighted),
      mean(rows, (row) => weightedF1OfNobody(row.base_rate)),
    )
    return [
      plain,
      { ...weighted, verdict: weighted.gain > noticeable ? 'flattering' : 'no better' },
    ]
  })
}

function f1Row(name: string, f1: number, naive: number): F1Row {
  const gain = f1 - naive
  return { name, f1, naive, gain, verdict: gain > noticeable ? 'beats it' : 'no better' }
}

/** "Three F1 figures, one of which loses to a guess" */
export function f1Finding(rows: readonly F1Row[]): string {
  const lost = rows.filter((row) => row.verdict === 'no better').length
  const figures = `${inWords(rows.length)} F1 ${rows.length === 1 ? 'figure' : 'figures'}`
  const which =
    lost === 0
      ? rows.length === 1
        ? 'ahead of a guess'
        : 'all ahead of a guess'
      : `${inWords(lost)} of which ${lost === 1 ? 'is' : 'are'} no better than a guess`
  return `${figures.charAt(0).toUpperCase()}${figures.slice(1)}, ${which}`
}

/** The mean over the rows where the figure is known. */
function mean<Row>(rows: readonly Row[], of: (row: Row) => number | null): number {
  const known = rows.map(of).filter((value) => value !== null)
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

const modelNames: Record<string, string> = {
  logistic: 'Logistic regression',
  random_forest: 'Random Forest',
}

export function modelName(model: string): string {
  return modelNames[model] ?? model
}
