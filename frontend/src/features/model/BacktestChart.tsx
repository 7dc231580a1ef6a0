import {
  CartesianGrid,
  Line,
  LineChart,
  Tooltip,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import {
  categoryAxis,
  chartColour,
  gridLines,
  hoverLine,
  valueAxis,
} from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { MonthTick } from '@/components/charts/MonthTick'
import { day, decimal, percent, shortMonth } from '@/format'
import type { BacktestRow } from '@/services/api/types'

const baselines = [
  { key: 'f1_recency_rule', label: 'bought recently', dashes: '6 3' },
  { key: 'f1_everybody', label: 'everybody buys', dashes: '2 3' },
] as const

const lines = [{ key: 'f1', label: 'model' } as const, ...baselines]

export default function BacktestChart({ height, rows }: { height: number; rows: BacktestRow[] }) {
  const ticks = roundTicks(
    rows.flatMap((row) => lines.map(({ key }) => row[key])).filter((figure) => figure !== null),
  )
  return (
    <ChartFrame height={height} label="F1 of buyers by test cutoff, with both baselines">
      <LineChart data={rows} margin={{ top: 12, right: 140, bottom: 4, left: 0 }}>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="cutoff"
          {...categoryAxis}
          height={36}
          padding={{ left: 16, right: 8 }}
          tickFormatter={shortMonth}
          tick={<MonthTick />}
        />
        <YAxis
          width={44}
          {...valueAxis}
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          tickFormatter={(value: number) => decimal(value, 2)}
        />
        <Tooltip
          cursor={hoverLine}
          isAnimationActive={false}
          content={tooltipOf<BacktestRow>((row) => ({
            title: `From ${day(row.cutoff)}`,
            rows: [
              { label: 'Model', value: decimal(row.f1) },
              { label: 'Bought recently', value: decimal(row.f1_recency_rule) },
              { label: 'Everybody buys', value: decimal(row.f1_everybody) },
              { label: 'Share that buys', value: percent(row.base_rate) },
            ],
          }))}
        />
        {baselines.map(({ key, dashes }) => (
          <Line
            key={key}
            dataKey={key}
            stroke={chartColour.neutral}
            strokeWidth={1.5}
            strokeDasharray={dashes}
            dot={{
              r: 3,
              fill: chartColour.neutral,
              stroke: chartColour.canvas,
              strokeDasharray: 'none',
            }}
            isAnimationActive={false}
          />
        ))}
        <Line
          dataKey="f1"
          stroke={chartColour.subject}
          strokeWidth={2}
          dot={{ r: 3.5, fill: chartColour.subject, stroke: chartColour.canvas }}
          isAnimationActive={false}
        />
        <EndLabels row={rows.at(-1)} />
      </LineChart>
    </ChartFrame>
  )
}

/** Tenths, or twentieths where the figures lie close together, from below the lowest to above the highest. */
function roundTicks(figures: readonly number[]): number[] {
  const low = Math.min(...figures)
  const high = Math.max(...figures)
  const step = high - low > 0.2 ? 0.1 : 0.05
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

const lineHeight = 16

/** Each line is named at its end, none on top of another. */
function EndLabels({ row }: { row: BacktestRow | undefined }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (row === undefined || !x || !y) return null
  const left = (x(row.cutoff, { position: 'middle' }) ?? 0) + 10
  const labels = lines
    .map((line) => ({ ...line, value: row[line.key] }))
    .filter((line) => line.value !== null)
    .map((line) => ({ ...line, place: y(line.value) ?? 0 }))
    .sort((a, b) => a.place - b.place)
  const places = apart(labels.map(({ place }) => place))
  return (
    <g fontSize={12}>
      {labels.map(({ key, value, label }, index) => (
        <text
          key={key}
          x={left}
          y={(places[index] ?? 0) + 4}
          {...(key === 'f1'
            ? { fontWeight: 600, fill: 'var(--color-accent-text)' }
            : { fill: chartColour.ink2 })}
        >
          {decimal(value)} {label}
        </text>
      ))}
    </g>
  )
}

/** Moves places that lie closer than a line of text; takes them in order, from above. */
function apart(places: readonly number[]): number[] {
  const moved = [...places]
  for (let index = 1; index < moved.length; index += 1) {
    const above = moved[index - 1] ?? 0
    const here = moved[index] ?? 0
    const lack = lineHeight - (here - above)
    if (lack <= 0) continue
    // The upper ones make half of the room; where they then touch, the next one gives all of it.
    for (let upper = 0; upper < index; upper += 1) moved[upper] = (moved[upper] ?? 0) - lack / 2
    moved[index] = here + lack / 2
  }
  return moved
}
