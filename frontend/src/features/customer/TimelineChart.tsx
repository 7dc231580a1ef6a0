import {
  CartesianGrid,
  Scatter,
  ScatterChart,
  Tooltip,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import { categoryAxis, chartColour, gridLines, valueAxis } from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { Hatch } from '@/components/charts/Hatch'
import { barAxis } from '@/components/charts/roundTicks'
import { axisMoney, count, day, dayMonth, days, lastDay, money, parse, shortMonth } from '@/format'
import type { CustomerProfile } from '@/services/api/types'
import type { OrderDay } from './findings'

interface TimelineChartProps {
  height: number
  visits: OrderDay[]
  profile: CustomerProfile
}

const dayMs = 86_400_000
const valueSteps = 3
const valueLabelPixels = 50
const edgePixels = 22
const gapLabelPixels = 32
const monthLabelPixels = 52
/** With more points than this, labels would cover the dots: only the highest is written. */
const mostLabelled = 24

export default function TimelineChart({ height, visits, profile }: TimelineChartProps) {
  const { currency, rfm } = profile
  const end = lastDay(profile.as_of).getTime()
  const first = visits[0]?.time ?? end
  const start = first - Math.max((end - first) * 0.04, 3 * dayMs)
  const gap = rfm.typical_gap_days
  const dueAt = gap === null ? null : parse(rfm.last_order_at).getTime() + gap * dayMs
  return (
    <ChartFrame height={height} label="Days with an order by date and value">
      <ScatterChart data={visits} margin={{ top: 28, right: 0, bottom: 0, left: 0 }}>
        <defs>
          <Hatch id="overdue" colour={chartColour.bad} />
        </defs>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="time"
          type="number"
          scale="time"
          domain={[start, end]}
          ticks={monthStarts(start, end)}
          tickFormatter={monthLabel}
          {...categoryAxis}
          tick={<MonthStart />}
          tickLine
          interval="equidistantPreserveStart"
          minTickGap={12}
        />
        <YAxis
          dataKey="value"
          type="number"
          orientation="right"
          width={56}
          {...barAxis(
            visits.map(({ value }) => value),
            valueSteps,
          )}
          tickFormatter={(value: number) => axisMoney(value, currency)}
          {...valueAxis}
        />
        <Tooltip
          cursor={false}
          isAnimationActive={false}
          content={tooltipOf<OrderDay>((visit) => ({
            title: day(visit.date),
            rows: [
              { label: 'Value', value: money(visit.value, currency) },
              { label: 'Pieces', value: count(visit.pieces) },
              ...(visit.daysSince === null
                ? []
                : [{ label: 'After', value: days(visit.daysSince) }]),
            ],
          }))}
        />
        {dueAt !== null && dueAt < end && <Overdue from={dueAt} to={end} />}
        <EndOfData at={end} />
        <OrderLabels visits={visits} currency={currency} />
        <Scatter
          isAnimationActive={false}
          shape={<Stem radius={visits.length > mostLabelled ? 3 : 5} />}
        />
      </ScatterChart>
    </ChartFrame>
  )
}

interface StemProps {
  cx?: number
  cy?: number
  radius: number
}

function Stem({ cx = 0, cy = 0, radius }: StemProps) {
  const area = usePlotArea()
  const foot = area === undefined ? cy : area.y + area.height
  return (
    <g>
      <line
        x1={cx}
        x2={cx}
        y1={cy}
        y2={foot}
        stroke={chartColour.ink2}
        strokeWidth={radius > 3 ? 2 : 1}
      />
      <circle
        cx={cx}
        cy={cy}
        r={radius}
        fill={chartColour.ink2}
        stroke={chartColour.canvas}
        strokeWidth={1.5}
      />
    </g>
  )
}

function Overdue({ from, to }: { from: number; to: number }) {
  const x = useXAxisScale()
  const area = usePlotArea()
  const left = x?.(from)
  const right = x?.(to)
  if (area === undefined || left === undefined || right === undefined) return null
  const overdue = Math.round((to - from) / dayMs)
  const fits = right - left > 170
  return (
    <g>
      <rect
        x={left}
        y={area.y}
        width={right - left}
        height={area.height}
        fill="url(#overdue)"
        opacity={0.45}
      />
      <line
        x1={left}
        x2={left}
        y1={area.y}
        y2={area.y + area.height}
        stroke={chartColour.bad}
        strokeDasharray="3 3"
      />
      <text
        x={fits ? left + 4 : right - 4}
        y={area.y - 8}
        textAnchor={fits ? 'start' : 'end'}
        fontSize={12}
        fontWeight={600}
        fill={chartColour.bad}
      >
        Overdue since {dayMonth(new Date(from))}: {days(overdue)}
      </text>
    </g>
  )
}

function EndOfData({ at }: { at: number }) {
  const x = useXAxisScale()
  const area = usePlotArea()
  const place = x?.(at)
  if (area === undefined || place === undefined) return null
  return (
    <line x1={place} x2={place} y1={area.y} y2={area.y + area.height} stroke={chartColour.ink} />
  )
}

/** Values over the dots and days between the stems, where there is room for them. */
function OrderLabels({ visits, currency }: { visits: readonly OrderDay[]; currency: string }) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const area = usePlotArea()
  if (!x || !y || area === undefined) return null
  const labels = labelsFor(
    visits.map((visit) => ({ visit, left: x(visit.time) ?? 0, top: y(visit.value) ?? 0 })),
  )
  return (
    <g fontSize={12} textAnchor="middle">
      {labels.map(({ visit, left, top, value, gapAt }) => (
        <g key={visit.date}>
          {value && (
            <text {...inside(left, area.x + area.width)} y={top - 10} fill={chartColour.ink}>
              {money(visit.value, currency)}
            </text>
          )}
          {gapAt !== null && (
            <text x={gapAt} y={area.y + area.height - 5} fill={chartColour.ink3}>
              {count(visit.daysSince ?? 0)} d
            </text>
          )}
        </g>
      ))}
    </g>
  )
}

/** Over its point; at an edge beside it, so that no text is cut or crosses the end of the data. */
function inside(left: number, right: number) {
  if (left < edgePixels) return { x: 0, textAnchor: 'start' } as const
  if (right - left < edgePixels) return { x: right - 4, textAnchor: 'end' } as const
  return { x: left, textAnchor: 'middle' } as const
}

interface PlacedPoint {
  visit: OrderDay
  left: number
  top: number
}

/** Which points carry their value, and where the days before them are written. */
function labelsFor(placed: readonly PlacedPoint[]) {
  const dense = placed.length > mostLabelled
  const highest = placed.reduce<PlacedPoint | undefined>(
    (top, each) => (top === undefined || each.visit.value > top.visit.value ? each : top),
    undefined,
  )
  let lastValueAt = -Infinity
  return placed.map((each, index) => {
    const before = placed[index - 1]
    const value = dense ? each === highest : each.left - lastValueAt > valueLabelPixels
    if (value) lastValueAt = each.left
    const roomForGap = !dense && before !== undefined && each.left - before.left > gapLabelPixels
    return { ...each, value, gapAt: roomForGap ? (each.left + before.left) / 2 : null }
  })
}

function monthStarts(start: number, end: number): number[] {
  const from = new Date(start)
  const ticks: number[] = []
  for (let month = from.getUTCMonth() + 1; ; month += 1) {
    const tick = Date.UTC(from.getUTCFullYear(), month, 1)
    if (tick > end) return ticks
    ticks.push(tick)
  }
}

interface MonthStartProps {
  x?: number | string
  y?: number | string
  payload?: { value: number }
}

/** A month under its first day; at the left edge it begins there, so that nothing of it is cut. */
function MonthStart({ x = 0, y = 0, payload }: MonthStartProps) {
  if (payload === undefined) return null
  const atEdge = Number(x) < monthLabelPixels / 2
  return (
    <text
      x={atEdge ? 0 : x}
      y={y}
      dy="0.71em"
      textAnchor={atEdge ? 'start' : 'middle'}
      fontSize={12}
      fill={chartColour.ink3}
    >
      {monthLabel(payload.value)}
    </text>
  )
}

function monthLabel(time: number): string {
  const date = new Date(time)
  const year = date.getUTCMonth() === 0 ? ` ${date.getUTCFullYear()}` : ''
  return shortMonth(date) + year
}
