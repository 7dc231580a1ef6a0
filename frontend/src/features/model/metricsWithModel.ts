import type { Metrics } from '@/services/api/types'

type Always =
  'model' | 'cutoff' | 'population' | 'horizon_days' | 'n' | 'base_rate' | 'default_threshold'

/** The figures of a run that has a model: what may be null without one is there. */
export type MetricsWithModel = Metrics & { [Key in Always]: NonNullable<Metrics[Key]> }

export function hasModel(metrics: Metrics): metrics is MetricsWithModel {
  return (
    metrics.model !== null &&
    metrics.cutoff !== null &&
    metrics.population !== null &&
    metrics.horizon_days !== null &&
    metrics.n !== null &&
    metrics.base_rate !== null &&
    metrics.default_threshold !== null &&
    metrics.threshold_curve.length > 0
  )
}
