import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  Tooltip,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import { chartColour, gridLines, hoverLine } from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { percent } from '@/format'
import type { Metrics } from '@/services/api/types'
import { gainAt } from './findings'
import { diagonal, shareX, shareY } from './shareAxes'

interface GainsChartProps {
  height: number
  gains: Metrics['gains']
  marked: { x: number; y: number }
}

export default function GainsChart({ height, gains, marked }: GainsChartProps) {
  return (
    <ChartFrame height={height} label="Share of buyers reached by share of customers">
      <LineChart data={gains} margin={{ top: 8, right: 18, bottom: 0, left: 0 }}>
        <CartesianGrid {...gridLines} />
        <XAxis dataKey="share_of_customers" {...shareX} />
        <YAxis {...shareY} />
        <Tooltip
          cursor={hoverLine}
          isAnimationActive={false}
          content={tooltipOf<Metrics['gains'][number]>((point) => ({
            title: `Best ${percent(point.share_of_customers)} of customers`,
            rows: [{ label: 'Buyers reached', value: percent(point.share_of_buyers) }],
          }))}
        />
        <ReferenceLine segment={diagonal} stroke={chartColour.ink3} strokeDasharray="3 3" />
        <Line
          dataKey="share_of_buyers"
          stroke={chartColour.subject}
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
        <ReferenceLine
          segment={[{ x: marked.x, y: 0 }, marked]}
          stroke={chartColour.ink}
          strokeDasharray="1.5 2.5"
        />
        <ReferenceDot
          x={0.75}
          y={0.75}
          r={0}
          label={{
            value: 'random',
            position: 'bottom',
            fontSize: 12,
            fill: chartColour.ink2,
            dx: 30,
            dy: 4,
          }}
        />
        <ReferenceDot {...marked} r={4} fill={chartColour.subject} stroke={chartColour.canvas} />
        <MarkedLabel gains={gains} marked={marked} />
      </LineChart>
    </ChartFrame>
  )
}

const labelWidth = 72

/** Names the marked point on no line: beside it while the diagonal is far, else above the curve. */
function MarkedLabel({ gains, marked }: Pick<GainsChartProps, 'gains' | 'marked'>) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const area = usePlotArea()
  const across = x?.(marked.x)
  const down = y?.(marked.y)
  const atDiagonal = x?.(marked.y)
  if (across === undefined || down === undefined || atDiagonal === undefined) return null
  if (area === undefined) return null
  const isBeside = atDiagonal - across > labelWidth + 24
  const left = isBeside ? across + 10 : area.x + 4
  const rightEnd = gainAt(gains, (left + labelWidth - area.x) / area.width)
  const baseline = isBeside ? down + 4 : (y?.(rightEnd) ?? down) - 6
  return (
    <text x={left} y={baseline} fontSize={12} fontWeight={600} fill="var(--color-accent-text)">
      model {percent(marked.y)}
    </text>
  )
}
