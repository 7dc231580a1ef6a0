import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
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
import {
  categoryAxis,
  chartColour,
  gridLines,
  hoverLine,
  valueAxis,
} from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { roundTicks } from '@/components/charts/roundTicks'
import { axisMoney, count, counted, money } from '@/format'
import type { PlanPoint } from '@/services/api/types'
import { axisInset, axisWidth } from './axis'

interface ProfitChartProps {
  height: number
  grows?: boolean
  curve: PlanPoint[]
  point: PlanPoint
  currency: string
  ends: readonly [number, number]
}

export default function ProfitChart(props: ProfitChartProps) {
  const { height, grows = false, curve, point, currency, ends } = props
  const ticks = roundTicks(...ends)
  const all = curve.at(-1)?.customers ?? 0
  return (
    <ChartFrame height={height} grows={grows} label="Expected profit by number of customers chosen">
      <ComposedChart data={curve} margin={{ top: 8, right: 0, bottom: 0, left: axisInset }}>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="customers"
          type="number"
          domain={[0, all]}
          ticks={roundTicks(0, all).filter((tick) => tick <= all)}
          tickFormatter={count}
          interval={0}
          {...categoryAxis}
          axisLine={false}
        />
        <YAxis
          orientation="right"
          width={axisWidth}
          {...valueAxis}
          domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
          ticks={ticks}
          tickFormatter={(value: number) => axisMoney(value, currency)}
        />
        <Tooltip
          cursor={hoverLine}
          isAnimationActive={false}
          content={tooltipOf<PlanPoint>((each) => ({
            title: counted(each.customers, 'customer'),
            rows: [
              { label: 'Letters', value: count(each.letters) },
              { label: 'Profit', value: money(each.profit, currency) },
              ...(each.profit_low === null || each.profit_high === null
                ? []
                : [
                    {
                      label: '80% of months',
                      value: `${money(each.profit_low, currency)} to ${money(each.profit_high, currency)}`,
                    },
                  ]),
            ],
          }))}
        />
        <Area
          dataKey={({ profit_low: low, profit_high: high }: PlanPoint) =>
            low === null ? null : [low, high]
          }
          stroke="none"
          fill={chartColour.subject}
          fillOpacity={0.14}
          activeDot={false}
          isAnimationActive={false}
        />
        <ReferenceLine y={0} stroke="var(--color-edge)" />
        <Line
          dataKey="profit"
          stroke={chartColour.subject}
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
        <ReferenceLine x={point.customers} stroke={chartColour.ink} />
        <ReferenceDot
          x={point.customers}
          y={point.profit}
          r={4.5}
          fill={chartColour.subject}
          stroke={chartColour.canvas}
          strokeWidth={2}
        />
        <ChosenLabel point={point} currency={currency} />
      </ComposedChart>
    </ChartFrame>
  )
}

const lineHeight = 16
const labelWidth = 250

/** The chosen point in words beside its line, on the side that has room. */
function ChosenLabel({ point, currency }: { point: PlanPoint; currency: string }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const area = usePlotArea()
  const across = x?.(point.customers)
  const zero = y?.(0)
  if (across === undefined || zero === undefined || area === undefined) return null
  const isLeft = across > area.x + area.width / 2
  // On a phone there is no room; the sentence above says the same.
  if ((isLeft ? across - area.x : area.x + area.width - across) < labelWidth) return null
  const above = Math.min(zero, area.y + area.height) - 2.2 * lineHeight
  const place = { x: across + (isLeft ? -10 : 10), textAnchor: isLeft ? 'end' : 'start' } as const
  return (
    <g fontSize={12} paintOrder="stroke" stroke={chartColour.canvas} strokeWidth={4}>
      <text {...place} y={above} fontWeight={600} fill={chartColour.ink}>
        {counted(point.customers, 'customer')}: {money(point.profit, currency)}
      </text>
      {point.profit_low !== null && point.profit_high !== null && (
        <text {...place} y={above + lineHeight} fill={chartColour.ink2}>
          80% interval {money(point.profit_low, currency)} to {money(point.profit_high, currency)}
        </text>
      )}
    </g>
  )
}
