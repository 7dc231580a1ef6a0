import { decimal, inWords, percent } from '@/format'
import type { BacktestRow, Metrics } from '@/services/api/types'
import type { Figures } from './classification'

/** "At 0.25, the model finds 64% of buyers; 55% of those it names do buy" */
export function thresholdFinding(threshold: number, figures: Figures): string {
  const found = `At ${decimal(threshold, 2)}, the model finds ${percent(figures.recall)} of buyers`
  return figures.recall === 0
    ? `At ${decimal(threshold, 2)}, the model names no buyer`
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

/** "Each buyer found costs £1.97" */
export function costFinding(perBuyer: string | null): string {
  return perBuyer === null
    ? 'At this threshold no buyer is found'
    : `Each buyer found costs ${perBuyer}`
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

/** "Ahead of both baselines in all seven months" */
export function backtestFinding(rows: readonly BacktestRow[]): string {
  if (rows.length === 0) return 'No month has been tested yet'
  const hasBoth = rows.every((row) => row.f1_everybody !== null && row.f1_recency_rule !== null)
  const ahead = rows.filter(
    ({ f1, f1_everybody, f1_recency_rule }) =>
      f1 !== null && f1 > (f1_everybody ?? 0) && (!hasBoth || f1 > (f1_recency_rule ?? 0)),
  ).length
  const of = hasBoth ? 'of both baselines' : 'of guessing'
  const all = inWords(rows.length)
  if (rows.length === 1)
    return `${ahead === 1 ? 'Ahead' : 'Not ahead'} ${of} in the one month tested`
  if (ahead === rows.length) return `Ahead ${of} in all ${all} months`
  return `Ahead ${of} in ${ahead === 0 ? 'none' : inWords(ahead)} of ${all} months`
}

export interface F1Row {
  name: string
  f1: number
  lowest: number | null
  highest: number | null
  naive: number
  gain: number
  verdict: 'beats it' | 'no better' | 'flattering'
}

type Summary = Metrics['summary'][number]
type Spread = NonNullable<Summary['f1']>

const populations: Record<string, string> = {
  all: 'All customers',
  repeat: 'Repeat customers',
  established: 'Established customers',
}

const noticeable = 0.005

/** Every F1 figure that is reported, each beside what a guess reaches. */
export function f1Rows(metrics: Pick<Metrics, 'summary' | 'population' | 'horizon_days'>): F1Row[] {
  const isMain = (row: Summary) =>
    row.population === metrics.population && row.horizon_days === metrics.horizon_days
  const order = (row: Summary) =>
    isMain(row) ? -1 : Object.keys(populations).indexOf(row.population)
  return metrics.summary
    .filter((row) => row.model === shipped)
    .sort((a, b) => order(a) - order(b))
    .flatMap((row) => {
      const name = `${populations[row.population] ?? row.population}, ${row.horizon_days} days`
      const plain = f1Row(name, row.f1, row.f1_everybody)
      if (!isMain(row)) return plain
      const weighted = f1Row('The same, weighted', row.f1_weighted, row.f1_weighted_nobody)
      return [
        ...plain,
        ...weighted.map((each) =>
          each.verdict === 'beats it' ? { ...each, verdict: 'flattering' as const } : each,
        ),
      ]
    })
}

/** In a summary, not one model but what would have been in use at each cutoff. */
const shipped = 'shipped'

/** No row where either side of the comparison is not known. */
function f1Row(name: string, reached: Spread | null, guess: Spread | null): F1Row[] {
  const f1 = reached?.mean ?? null
  const naive = guess?.mean ?? null
  if (f1 === null || naive === null) return []
  const gain = f1 - naive
  const verdict = gain > noticeable ? 'beats it' : 'no better'
  const { min: lowest, max: highest } = reached ?? { min: null, max: null }
  return [{ name, f1, lowest, highest, naive, gain, verdict }]
}

/** "Three F1 figures, one of which loses to a guess" */
export function f1Finding(rows: readonly F1Row[]): string {
  if (rows.length === 0) return 'No F1 figure has been tested yet'
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

const modelNames: Record<string, string> = {
  logistic: 'Logistic regression',
  gradient_boosting: 'Gradient boosting',
  bg_nbd: 'BG/NBD, the rhythm of orders alone',
  random_forest: 'Random Forest',
}

export function modelName(model: string): string {
  return modelNames[model] ?? model
}
