import { Kpi, KpiRow } from '@/components/Kpi'
import { decimal } from '@/format'
import type { Figures } from './classification'
import type { MetricsWithModel } from './metricsWithModel'
import { BaselineTrack } from './BaselineTrack'

interface Figure {
  label: string
  value: number | null
  baseline: number | null
  than: string
  scale: [number, number]
  unit?: string
  digits?: number
}

export function ModelKpis({ metrics, figures }: { metrics: MetricsWithModel; figures: Figures }) {
  const { base_rate: rate, baselines, models, lift_top_decile: lift } = metrics
  const other = models.find((model) => !model.chosen)
  const rows: Figure[] = [
    {
      label: 'F1 of buyers',
      value: figures.f1,
      baseline: baselines.everybody_buys?.f1 ?? null,
      than: 'everybody buys',
      scale: [0, 1],
    },
    { label: 'ROC-AUC', value: metrics.roc_auc, baseline: 0.5, than: 'coin toss', scale: [0.5, 1] },
    {
      label: 'PR-AUC',
      value: metrics.pr_auc,
      baseline: rate,
      than: 'share that buys',
      scale: [0, 1],
    },
    {
      label: 'Brier score, low is good',
      value: metrics.brier,
      baseline: rate * (1 - rate),
      than: 'share for all',
      scale: [0, 0.25],
    },
    {
      label: 'Calibration error, low',
      value: metrics.ece,
      baseline: other?.ece ?? null,
      than: 'other model',
      scale: [0, 0.1],
    },
    {
      label: 'Lift, top 10%',
      value: lift,
      baseline: 1,
      than: 'random list',
      scale: [0, Math.max(4, (lift ?? 0) * 1.2)],
      unit: '×',
      digits: 2,
    },
  ]
  return (
    <KpiRow>
      {rows.map(({ label, value, baseline, than, scale, unit, digits = 3 }) => (
        <Kpi
          key={label}
          label={label}
          value={value === null ? '–' : decimal(value, digits)}
          {...(unit !== undefined && { unit })}
          note={
            baseline !== null && (
              <>
                <span aria-hidden className="mr-1 inline-block h-3 w-0.5 bg-ink-2 align-[-2px]" />
                {than} {decimal(baseline, digits)}
              </>
            )
          }
        >
          {value !== null && <BaselineTrack value={value} baseline={baseline} scale={scale} />}
        </Kpi>
      ))}
    </KpiRow>
  )
}
