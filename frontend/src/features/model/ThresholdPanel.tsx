import * as Slider from '@radix-ui/react-slider'
import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, counted, day, decimal, percent } from '@/format'
import type { Figures, Matrix } from './classification'
import { ConfusionMatrix } from './ConfusionMatrix'
import { thresholdFinding } from './findings'
import type { MetricsWithModel } from './metricsWithModel'
import { modelSql } from './modelSql'
import { PlainWords } from './PlainWords'

interface ThresholdPanelProps {
  metrics: MetricsWithModel
  threshold: number
  matrix: Matrix
  figures: Figures
  onDrag: (threshold: number) => void
  onChange: (threshold: number) => void
  className: string
}

/** Who counts as a buyer: the histogram of what was predicted, the slider, and what follows. */
export function ThresholdPanel(props: ThresholdPanelProps) {
  const { metrics, threshold: shown, matrix, figures, onDrag, onChange, className } = props
  return (
    <Section
      name="threshold"
      sql={modelSql}
      className={className}
      title={thresholdFinding(shown, figures)}
      subtitle={`Test on ${counted(metrics.n, 'customer')} at ${day(metrics.cutoff)}, ${metrics.horizon_days} days ahead.`}
      table={<HistogramTable metrics={metrics} />}
    >
      <Histogram bins={metrics.score_histogram} threshold={shown} />
      <Slider.Root
        className="relative flex h-6 touch-none items-center select-none pointer-coarse:-mx-2.5 pointer-coarse:h-11"
        min={0}
        max={1}
        step={0.01}
        value={[shown]}
        onValueChange={([value = shown]) => {
          onDrag(value)
        }}
        onValueCommit={([value = shown]) => {
          onChange(value)
        }}
      >
        <Slider.Track className="relative mx-3 h-1 flex-1 bg-accent pointer-coarse:mx-[22px]">
          <span className="absolute h-full bg-quiet" style={{ width: `${shown * 100}%` }} />
        </Slider.Track>
        <Slider.Thumb
          aria-label="Threshold"
          aria-valuetext={`${decimal(shown, 2)}: finds ${percent(figures.recall)} of buyers`}
          className="flex size-6 items-center justify-center rounded-full pointer-coarse:size-11"
        >
          <span className="size-4 rounded-full border-2 border-accent bg-canvas" />
        </Slider.Thumb>
      </Slider.Root>
      <p className="mx-3 flex justify-between text-label text-ink-3">
        <span>{percent(0)}</span>
        <span>Predicted probability</span>
        <span>{percent(1)}</span>
      </p>
      {Math.abs(shown - metrics.default_threshold) >= 0.005 && (
        <button
          type="button"
          className="quiet-button mt-1 -ml-2"
          onClick={() => {
            onChange(metrics.default_threshold)
          }}
        >
          Back to the model’s own {decimal(metrics.default_threshold, 2)}
        </button>
      )}
      <ConfusionMatrix matrix={matrix} />
      <PlainWords matrix={matrix} horizon={metrics.horizon_days} />
    </Section>
  )
}

type Bins = MetricsWithModel['score_histogram']

function Histogram({ bins, threshold }: { bins: Bins; threshold: number }) {
  const tallest = Math.max(...bins.map((bin) => bin.bought + bin.did_not), 1)
  const height = (customers: number) => `${(customers / tallest) * 100}%`
  return (
    <div className="relative mx-3">
      <p aria-hidden className="flex h-5 justify-end gap-4 text-label text-ink-2">
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 bg-accent" />
          bought
        </span>
        <span className="flex items-center gap-1.5">
          <span className="size-2.5 bg-bar" />
          did not
        </span>
      </p>
      <div aria-hidden className="flex h-28 items-end gap-px">
        {bins.map((bin) => (
          <div
            key={bin.from}
            className={`flex h-full flex-1 flex-col justify-end ${bin.from + 1e-9 < threshold ? 'opacity-45' : ''}`}
          >
            <div className="bg-bar" style={{ height: height(bin.did_not) }} />
            <div className="bg-accent" style={{ height: height(bin.bought) }} />
          </div>
        ))}
      </div>
      <div
        aria-hidden
        className="absolute inset-y-0 w-px bg-ink"
        style={{ left: `${threshold * 100}%` }}
      >
        <span
          className={`absolute top-0 px-1.5 text-label font-semibold whitespace-nowrap ${threshold > 0.4 ? 'right-0' : 'left-0'}`}
        >
          Threshold {decimal(threshold, 2)}
        </span>
      </div>
    </div>
  )
}

function HistogramTable({ metrics }: { metrics: MetricsWithModel }) {
  return (
    <DataTable
      caption="Customers by predicted probability"
      rows={metrics.score_histogram}
      rowKey={(bin) => bin.from}
      columns={[
        { head: 'Predicted from', cell: (bin) => percent(bin.from) },
        { head: 'to', cell: (bin) => percent(bin.to) },
        { head: 'Bought', align: 'right', cell: (bin) => count(bin.bought) },
        { head: 'Did not', align: 'right', cell: (bin) => count(bin.did_not) },
      ]}
    />
  )
}
