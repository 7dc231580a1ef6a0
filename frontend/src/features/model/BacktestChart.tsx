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

export default function BacktestChart({ height, rows }: { height: number; rows: BacktestRow[] }) {
  const ticks = roundTicks(rows.flatMap((row) => [row.f1 ?? 0, row.f1_everybody ?? 0]))
  return (
    <ChartFrame height={height} label="F1 of buyers by test cutoff, with the baseline">
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
              { label: 'Everybody buys', value: decimal(row.f1_everybody) },
              { label: 'Share that buys', value: percent(row.base_rate) },
            ],
          }))}
        />
        <Line
          dataKey="f1_everybody"
          stroke={chartColour.neutral}
          strokeWidth={1.5}
          strokeDasharray="3 3"
          dot={{
            r: 3,
            fill: chartColour.neutral,
            stroke: chartColour.canvas,
            strokeDasharray: 'none',
          }}
          isAnimationActive={false}
        />
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

/** Each line is named at its end, the two never on top of each other. */
function EndLabels({ row }: { row: BacktestRow | undefined }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (row === undefined || !x || !y) return null
  const left = (x(row.cutoff, { position: 'middle' }) ?? 0) + 10
  const model = y(row.f1) ?? 0
  const naive = y(row.f1_everybody) ?? 0
  const apart = Math.max(0, (lineHeight - Math.abs(model - naive)) / 2)
  const up = model <= naive ? -apart : apart
  return (
    <g fontSize={12}>
      <text x={left} y={model + 4 + up} fontWeight={600} fill="var(--color-accent-text)">
        {decimal(row.f1)} model
      </text>
      <text x={left} y={naive + 4 - up} fill={chartColour.ink2}>
        {decimal(row.f1_everybody)} everybody buys
      </text>
    </g>
  )
}
