import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  Tooltip,
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
import { PartialLabels } from '@/components/charts/PartialLabels'
import { barAxis } from '@/components/charts/roundTicks'
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
          {...barAxis(months.map(({ revenue }) => revenue))}
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
        <SubjectLabel month={months.find(({ month }) => month === subject)} currency={currency} />
        <PartialLabels
          months={months}
          value={(month) => month.revenue}
          text={(revenue) => compactMoney(revenue, currency)}
        />
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

interface SubjectLabelProps {
  month: Month | undefined
  currency: string
}

/** The subject's value, written above its bar. */
function SubjectLabel({ month, currency }: SubjectLabelProps) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (!month || !x || !y) return null
  const middle = x(month.month, { position: 'middle' })
  const top = y(Math.max(0, month.revenue))
  if (middle === undefined || top === undefined) return null
  return (
    <text
      x={middle}
      y={top - 7}
      textAnchor="middle"
      fontSize={12}
      fontWeight={600}
      fill="var(--color-accent-text)"
    >
      {compactMoney(month.revenue, currency)}
    </text>
  )
}
