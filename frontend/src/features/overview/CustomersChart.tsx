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
import { count, days, monthYear, shortMonth } from '@/format'
import type { Month } from '@/services/api/types'

type Row = Month & { returning: number }

export default function CustomersChart(props: { height: number; months: readonly Month[] }) {
  const rows: Row[] = props.months.map((month) => ({
    ...month,
    returning: month.customers - month.new_customers,
  }))
  const subject = rows.filter((row) => !row.partial).at(-1)?.month
  return (
    <ChartFrame height={props.height} label="New and returning customers by month">
      <BarChart data={rows} margin={{ top: 36, right: 0, bottom: 4, left: 0 }} barCategoryGap="14%">
        <defs>
          <Hatch id="returning-partial" colour={chartColour.subject} />
          <Hatch id="new-partial" colour={chartColour.neutral} />
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
          width={44}
          {...valueAxis}
          {...barAxis(rows.map(({ customers }) => customers))}
          tickFormatter={(value: number) => count(value)}
        />
        <Tooltip
          cursor={hoverCursor}
          isAnimationActive={false}
          content={tooltipOf<Row>((row) => ({
            title: monthYear(row.month) + (row.partial ? `, ${days(row.days_with_data)}` : ''),
            rows: [
              { label: 'New', value: count(row.new_customers) },
              { label: 'Returning', value: count(row.returning) },
            ],
          }))}
        />
        <Bar
          dataKey="returning"
          stackId="customers"
          isAnimationActive={false}
          shape={part('returning-partial', chartColour.subject)}
        />
        <Bar
          dataKey="new_customers"
          stackId="customers"
          isAnimationActive={false}
          shape={part('new-partial', chartColour.neutral)}
        />
        <PartialLabels months={rows} value={(month) => month.customers} text={count} />
        <PartNames rows={rows} subject={subject} />
      </BarChart>
    </ChartFrame>
  )
}

function part(hatch: string, colour: string) {
  return function MonthPart(bar: BarShapeProps) {
    const { partial } = bar.payload as Month
    const place = { x: bar.x, y: bar.y, width: bar.width, height: bar.height }
    return (
      <Rectangle
        {...place}
        fill={partial ? `url(#${hatch})` : colour}
        stroke={partial ? colour : chartColour.canvas}
      />
    )
  }
}

const namesWidth = 84

/** The parts are named above the last full month's bar, and above all bars that the names reach over. */
function PartNames({ rows, subject }: { rows: readonly Row[]; subject: string | undefined }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const row = rows.find(({ month }) => month === subject)
  if (!row || !x || !y) return null
  const endOf = ({ month }: Row) => x(month, { position: 'end' }) ?? 0
  const right = endOf(row)
  const below = rows.filter((each) => endOf(each) > right - namesWidth && endOf(each) <= right)
  const top = y(Math.max(...below.map(({ customers }) => customers)))
  if (top === undefined) return null
  return (
    <g fontSize={12} fontWeight={600}>
      <text x={right} y={top - 22} textAnchor="end" fill={chartColour.ink2}>
        <tspan>{count(row.new_customers)} new</tspan>
        <tspan x={right} dy={15} fill="var(--color-accent-text)">
          {count(row.returning)} returning
        </tspan>
      </text>
    </g>
  )
}
