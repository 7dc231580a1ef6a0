import { decimal, percent, times } from '@/format'
import type { Figures } from './classification'
import type { MetricsWithModel } from './metricsWithModel'

export interface FigureWords {
  name: string
  words: string
  /** What is reached without a model. */
  without: string
}

/** Each figure of the newest test in one sentence, and what a guess would reach. */
export function figureWords(metrics: MetricsWithModel, figures: Figures): FigureWords[] {
  const { base_rate: rate, baselines } = metrics
  const everybody = baselines.everybody_buys?.f1 ?? null
  const found = `${percent(figures.recall)} of buyers are found, and ${percent(figures.precision)} of those named do buy; F1 balances both`
  const rows: (FigureWords | null)[] = [
    {
      name: `F1 of buyers ${decimal(figures.f1)}`,
      words: found,
      without: everybody === null ? '' : `naming everybody gives ${decimal(everybody)}`,
    },
    {
      name: `Accuracy ${percent(figures.accuracy)}`,
      words: `${inHundred(figures.accuracy)} of 100 customers are told rightly`,
      without: `saying that nobody buys, ${inHundred(1 - rate)} of 100`,
    },
    metrics.roc_auc === null
      ? null
      : {
          name: `ROC-AUC ${decimal(metrics.roc_auc)}`,
          words: `of a buyer and another customer, the buyer stands higher in ${inHundred(metrics.roc_auc)} of 100 pairs`,
          without: 'a coin gives 50',
        },
    metrics.pr_auc === null
      ? null
      : {
          name: `PR-AUC ${decimal(metrics.pr_auc)}`,
          words: `down the list to each buyer, ${percent(metrics.pr_auc)} of those above are buyers on average`,
          without: `in a random list ${percent(rate)}`,
        },
    metrics.brier === null
      ? null
      : {
          name: `Brier score ${decimal(metrics.brier)}`,
          words: 'mean squared distance between what was said and what came; low is good',
          without: `the average said to all gives ${decimal(rate * (1 - rate))}`,
        },
    metrics.ece === null
      ? null
      : {
          name: `Calibration error ${decimal(metrics.ece)}`,
          words: `in groups of like forecasts, what came lies ${decimal(metrics.ece * 100, 1)} percentage points from what was said`,
          without: 'a perfect forecast gives 0',
        },
    metrics.lift_top_decile === null
      ? null
      : {
          name: `Lift ${times(metrics.lift_top_decile)}`,
          words: `the best tenth holds ${decimal(metrics.lift_top_decile, 1)} times as many buyers as a tenth drawn by lot`,
          without: 'by lot it is 1',
        },
  ]
  return rows.filter((row) => row !== null)
}

function inHundred(share: number): string {
  return decimal(share * 100, 0)
}
