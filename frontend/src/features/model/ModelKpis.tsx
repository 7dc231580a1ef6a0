import { KpiRow, type KpiProps } from '@/components/Kpi'
import { day, decimal, percent } from '@/format'
import type { Figures } from './classification'
import type { MetricsWithModel } from './metricsWithModel'
import { BaselineTrack } from './BaselineTrack'
import { modelSql } from './modelSql'

interface Figure {
  name: string
  label: string
  value: number | null
  baseline: number | null
  than: string
  scale: [number, number]
  unit?: string
  digits?: number
}

interface ModelKpisProps {
  metrics: MetricsWithModel
  figures: Figures
  threshold: number
}

export function ModelKpis({ metrics, figures, threshold }: ModelKpisProps) {
  const { base_rate: rate, baselines, models, lift_top_decile: lift } = metrics
  // The intervals were drawn at the model's own threshold; of all figures only F1 depends on it.
  const atOwn = Math.abs(threshold - metrics.default_threshold) < 0.005
  const intervalFor = (name: string) =>
    name === 'f1' && !atOwn ? null : intervalOf(metrics.intervals, name)
  const hasIntervals = Object.keys(metrics.intervals).length > 0
  const other = models.find((model) => !model.chosen)
  const rows = (): Figure[] => [
    {
      name: 'f1',
      label: 'F1 of buyers',
      value: figures.f1,
      baseline: baselines.everybody_buys?.f1 ?? null,
      than: 'everybody buys',
      scale: [0, 1],
    },
    {
      name: 'roc_auc',
      label: 'ROC-AUC',
      value: metrics.roc_auc,
      baseline: 0.5,
      than: 'coin toss',
      scale: [0.5, 1],
    },
    {
      name: 'pr_auc',
      label: 'PR-AUC',
      value: metrics.pr_auc,
      baseline: rate,
      than: 'share that buys',
      scale: [0, 1],
    },
    {
      name: 'brier',
      label: 'Brier score, low is good',
      value: metrics.brier,
      baseline: rate * (1 - rate),
      than: 'share for all',
      scale: [0, 0.25],
    },
    {
      name: 'ece',
      label: 'Calibration error, low',
      value: metrics.ece,
      baseline: other?.ece ?? null,
      than: 'other model',
      scale: [0, 0.1],
    },
    {
      name: 'lift_top_decile',
      label: `Lift, top ${percent(0.1)}`,
      value: lift,
      baseline: 1,
      than: 'random list',
      scale: [0, Math.max(4, (lift ?? 0) * 1.2)],
      unit: '×',
      digits: 2,
    },
  ]
  const shown = ({ name, value, baseline, than, scale, digits = 3, ...rest }: Figure): KpiProps => {
    const interval = intervalFor(name)
    return {
      label: rest.label,
      value: decimal(value, digits),
      ...(rest.unit !== undefined && { unit: rest.unit }),
      ...(hasIntervals && { interval: inFigures(interval, digits) }),
      note: baseline !== null && (
        <>
          <span aria-hidden className="mr-1 inline-block h-3 w-0.5 bg-ink-2 align-[-2px]" />
          {than} {decimal(baseline, digits)}
        </>
      ),
      children: value !== null && (
        <BaselineTrack value={value} baseline={baseline} interval={interval} scale={scale} />
      ),
    }
  }
  return (
    <KpiRow figures={() => rows().map(shown)} sql={modelSql}>
      {hasIntervals && (
        <p className="mt-3 text-label text-ink-3">
          Newest test cutoff, {day(metrics.cutoff)}. 95% intervals: what other draws of the same
          customers would have given.
        </p>
      )}
    </KpiRow>
  )
}

type Interval = readonly [number, number]

/** Nothing where the figure had no meaning in some of the draws. */
function intervalOf(intervals: MetricsWithModel['intervals'], name: string): Interval | null {
  const [low, high] = intervals[name] ?? []
  return low === undefined || high === undefined ? null : [low, high]
}

function inFigures(interval: Interval | null, digits: number): string {
  if (interval === null) return ''
  return `95%: ${decimal(interval[0], digits)} to ${decimal(interval[1], digits)}`
}
