import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
} from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import {
  categoryAxis,
  chartColour,
  gridLines,
  hoverCursor,
  valueAxis,
} from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { Hatch } from '@/components/charts/Hatch'
import { MonthTick } from '@/components/charts/MonthTick'
import { barAxis } from '@/components/charts/roundTicks'
import { axisMoney, count, money, monthYear, shortMonth } from '@/format'
import type { ProductMonth } from '@/services/api/types'

interface ProductChartProps {
  height: number
  months: readonly ProductMonth[]
  currency: string
}

export default function ProductChart({ height, months, currency }: ProductChartProps) {
  return (
    <ChartFrame height={height} label="Revenue of the product by month">
      <BarChart
        data={months}
        margin={{ top: 8, right: 0, bottom: 4, left: 0 }}
        barCategoryGap="14%"
      >
        <defs>
          <Hatch id="product-partial" colour={chartColour.neutral} />
        </defs>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="month"
          {...categoryAxis}
          height={36}
          interval="equidistantPreserveStart"
          minTickGap={6}
          tickFormatter={shortMonth}
          tick={<MonthTick />}
        />
        <YAxis
          orientation="right"
          width={52}
          {...valueAxis}
          {...barAxis(months.map(({ revenue }) => revenue))}
          tickFormatter={(value: number) => axisMoney(value, currency)}
        />
        <Tooltip
          cursor={hoverCursor}
          isAnimationActive={false}
          content={tooltipOf<ProductMonth>((row) => ({
            title: monthYear(row.month) + (row.partial ? ', so far' : ''),
            rows: [
              { label: 'Revenue', value: money(row.revenue, currency) },
              { label: 'Pieces', value: count(row.pieces) },
              { label: 'Orders', value: count(row.orders) },
              { label: 'Customers', value: count(row.customers) },
            ],
          }))}
        />
        <Bar dataKey="revenue" isAnimationActive={false} shape={monthBar} />
      </BarChart>
    </ChartFrame>
  )
}

function monthBar(bar: BarShapeProps) {
  const place = { x: bar.x, y: bar.y, width: bar.width, height: bar.height }
  const { partial } = bar.payload as ProductMonth
  return partial ? (
    <Rectangle {...place} fill="url(#product-partial)" stroke={chartColour.neutral} />
  ) : (
    <Rectangle {...place} fill={chartColour.neutral} />
  )
}
