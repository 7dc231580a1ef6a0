import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import {
  categoryAxis,
  chartColour,
  gridLines,
  hoverLine,
  valueAxis,
} from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { count, percent } from '@/format'
import { monthAfter, type MonthSince } from './cohorts'

interface RetentionChartProps {
  height: number
  rows: readonly MonthSince[]
}

/** The share that orders again by months since the first order, over all cohorts that have got so far. */
export default function RetentionChart({ height, rows }: RetentionChartProps) {
  return (
    <ChartFrame height={height} label="Share of customers who order again, by months since">
      <LineChart data={rows} margin={{ top: 8, right: 24, bottom: 4, left: 0 }}>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="months_since"
          {...categoryAxis}
          tickFormatter={(since: number) => `+${since}`}
        />
        <YAxis
          width={44}
          {...valueAxis}
          tickCount={4}
          domain={[0, 'auto']}
          tickFormatter={(share: number) => percent(share)}
        />
        <Tooltip
          cursor={hoverLine}
          isAnimationActive={false}
          content={tooltipOf<MonthSince>((row) => ({
            title: monthAfter(row.months_since),
            rows: [
              { label: 'Ordered', value: percent(row.customers / row.size) },
              { label: 'Customers', value: `${count(row.customers)} of ${count(row.size)}` },
            ],
          }))}
        />
        <Line
          dataKey={(row: MonthSince) => row.customers / row.size}
          name="Ordered"
          type="linear"
          isAnimationActive={false}
          stroke={chartColour.subject}
          strokeWidth={2}
          dot={{ r: 3, fill: chartColour.subject, strokeWidth: 0 }}
        />
      </LineChart>
    </ChartFrame>
  )
}
