import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  Tooltip,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
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
import {
  axisMoney,
  compactMoney,
  count,
  days,
  money,
  monthYear,
  shortMonth,
  signedPercent,
} from '@/format'
import type { Month } from '@/services/api/types'
import { change } from './findings'

interface RevenueChartProps {
  height: number
  months: readonly Month[]
  currency: string
  subject: string | undefined
}

export default function RevenueChart({ height, months, currency, subject }: RevenueChartProps) {
  return (
    <ChartFrame height={height} label="Revenue by month">
      <BarChart
        data={withChange(months)}
        margin={{ top: 36, right: 0, bottom: 4, left: 0 }}
        barCategoryGap="14%"
      >
        <defs>
          <Hatch id="revenue-partial" colour={chartColour.neutral} />
        </defs>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="month"
          {...categoryAxis}
          height={36}
          interval="equidistantPreserveStart"
          minTickGap={6}
          tickFormatter={shortMonth}
          tick={<MonthTick subject={subject} />}
        />
        <YAxis
          orientation="right"
          width={52}
          {...valueAxis}
          tickCount={4}
          tickFormatter={(value: number) => axisMoney(value, currency)}
        />
        <Tooltip
          cursor={hoverCursor}
          isAnimationActive={false}
          content={tooltipOf<Row>((month) => ({
            title:
              monthYear(month.month) + (month.partial ? `, ${days(month.days_with_data)}` : ''),
            rows: [
              { label: 'Revenue', value: money(month.revenue, currency) },
              ...(month.change === null
                ? []
                : [{ label: 'On the month before', value: signedPercent(month.change) }]),
              { label: 'Orders', value: count(month.orders) },
            ],
          }))}
        />
        <Bar
          dataKey="revenue"
          isAnimationActive={false}
          shape={(bar: BarShapeProps) => monthBar(bar, subject)}
        />
        <MonthLabels months={months} currency={currency} subject={subject} />
      </BarChart>
    </ChartFrame>
  )
}

type Row = Month & { change: number | null }

/** Each month with its change on the one before; a partial month is never compared. */
function withChange(months: readonly Month[]): Row[] {
  return months.map((month, index) => {
    const before = months[index - 1]
    const comparable = before !== undefined && !before.partial && !month.partial
    return { ...month, change: comparable ? change(month.revenue, before.revenue) : null }
  })
}

function monthBar(bar: BarShapeProps, subject: string | undefined) {
  const month = bar.payload as Month
  const place = { x: bar.x, y: bar.y, width: bar.width, height: bar.height }
  if (month.partial) {
    return <Rectangle {...place} fill="url(#revenue-partial)" stroke={chartColour.neutral} />
  }
  return (
    <Rectangle
      {...place}
      fill={month.month === subject ? chartColour.subject : chartColour.neutral}
    />
  )
}

const partialLabelPixels = 36

/** The subject's value and the partial months' coverage, written above their bars. */
function MonthLabels({ months, currency, subject }: Omit<RevenueChartProps, 'height'>) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const area = usePlotArea()
  if (!x || !y || area === undefined) return null
  const roomForPartial = area.width / months.length > partialLabelPixels
  return months
    .filter((month) => month.month === subject || (month.partial && roomForPartial))
    .map((month) => {
      const left = x(month.month, { position: 'middle' })
      const top = y(Math.max(0, month.revenue))
      if (left === undefined || top === undefined) return null
      const lines = month.partial
        ? [compactMoney(month.revenue, currency), days(month.days_with_data)]
        : [compactMoney(month.revenue, currency)]
      return (
        <text
          key={month.month}
          x={left}
          y={top - 7 - (lines.length - 1) * 15}
          textAnchor="middle"
          fontSize={12}
          fontWeight={month.partial ? 400 : 600}
          fill={month.partial ? chartColour.ink2 : 'var(--color-accent-text)'}
        >
          {lines.map((line, index) => (
            <tspan key={line} x={left} dy={index === 0 ? 0 : 15}>
              {line}
            </tspan>
          ))}
        </text>
      )
    })
}
