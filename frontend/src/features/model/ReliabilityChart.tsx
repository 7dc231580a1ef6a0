import {
  CartesianGrid,
  ComposedChart,
  ErrorBar,
  Line,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import { chartColour, gridLines, hoverLine } from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { count, percent } from '@/format'
import type { Metrics } from '@/services/api/types'
import { diagonal, shareX, shareY } from './shareAxes'

type Bin = Metrics['reliability'][number]

export default function ReliabilityChart({ height, bins }: { height: number; bins: Bin[] }) {
  const points = bins.map((bin) => ({ ...bin, interval: interval(bin) }))
  return (
    <ChartFrame height={height} label="Share that bought by predicted probability">
      <ComposedChart data={points} margin={{ top: 8, right: 18, bottom: 0, left: 0 }}>
        <CartesianGrid {...gridLines} />
        <XAxis dataKey="mean_predicted" {...shareX} />
        <YAxis {...shareY} />
        <Tooltip
          cursor={hoverLine}
          isAnimationActive={false}
          content={tooltipOf<Bin>((bin) => ({
            title: `Predicted ${percent(bin.mean_predicted)}`,
            rows: [
              { label: 'Bought', value: percent(bin.share_bought) },
              { label: 'Customers', value: count(bin.n) },
            ],
          }))}
        />
        <ReferenceLine segment={diagonal} stroke={chartColour.ink3} strokeDasharray="3 3" />
        <Line
          dataKey="share_bought"
          stroke={chartColour.subject}
          strokeWidth={2}
          dot={{ r: 3.5, fill: chartColour.subject, stroke: chartColour.canvas }}
          isAnimationActive={false}
        >
          <ErrorBar
            dataKey="interval"
            direction="y"
            width={0}
            strokeWidth={2}
            stroke={chartColour.subject}
            opacity={0.5}
            isAnimationActive={false}
          />
        </Line>
        <ReferenceLine
          y={0.9}
          stroke="none"
          label={{
            value: 'above: too cautious',
            position: 'insideLeft',
            fontSize: 12,
            fill: chartColour.ink2,
          }}
        />
        <ReferenceLine
          y={0.12}
          stroke="none"
          label={{
            value: 'below: too hopeful',
            position: 'insideRight',
            fontSize: 12,
            fill: chartColour.ink2,
          }}
        />
      </ComposedChart>
    </ChartFrame>
  )
}

/** Wilson's 95% interval of a share, as distances below and above it. */
function interval({ share_bought: share, n }: Bin): [number, number] {
  if (n === 0) return [0, 0]
  const z = 1.96
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half =
    (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return [share - (centre - half), centre + half - share]
}
