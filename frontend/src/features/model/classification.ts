import type { Metrics } from '@/services/api/types'

export interface Matrix {
  tn: number
  fp: number
  fn: number
  tp: number
}

export interface Figures {
  accuracy: number
  precision: number
  recall: number
  f1: number
  f1_weighted: number
}

/** The counts at the threshold of the curve that is nearest to the one asked for. */
export function matrixAt(curve: Metrics['threshold_curve'], threshold: number): Matrix | undefined {
  return curve.reduce<Metrics['threshold_curve'][number] | undefined>(
    (best, point) =>
      best === undefined ||
      Math.abs(point.threshold - threshold) < Math.abs(best.threshold - threshold)
        ? point
        : best,
    undefined,
  )
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** F1 = 2tp / (2tp + fp + fn); the weighted one is the mean of both classes' F1 by their size. */
export function figuresOf({ tn, fp, fn, tp }: Matrix): Figures {
  const f1 = ratio(2 * tp, 2 * tp + fp + fn)
  const f1OfOthers = ratio(2 * tn, 2 * tn + fn + fp)
  const buyers = tp + fn
  const others = tn + fp
  return {
    accuracy: ratio(tp + tn, buyers + others),
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, buyers),
    f1,
    f1_weighted: ratio(f1 * buyers + f1OfOthers * others, buyers + others),
  }
}
