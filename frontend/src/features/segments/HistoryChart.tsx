import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import {
  categoryAxis,
  chartColour,
  gridLines,
  hoverLine,
  valueAxis,
} from '@/components/charts/chartStyle'
import { tooltipOf } from '@/components/charts/ChartTooltip'
import { SegmentMark } from '@/components/segments/SegmentMark'
import { segmentStyles } from '@/components/segments/segments'
import { useIsPhone } from '@/components/useMediaQuery'
import { axisMoney, day, dayMonth, lastDay } from '@/format'
import type { SegmentHistory } from '@/services/api/types'
import { historyRows, measured, type HistoryRow, type Measure } from './history'
import { EndLabels } from './EndLabels'

interface HistoryChartProps {
  height: number
  history: SegmentHistory
  measure: Measure
}

/** Segments stacked in the order of engagement, each named at its end; on a phone its mark alone has room there. */
export default function HistoryChart({ height, history, measure }: HistoryChartProps) {
  const phone = useIsPhone()
  const rows = historyRows(history, measure)
  const last = rows.at(-1)
  const { currency } = history
  const text = (value: number) => measured(value, measure, currency)
  return (
    <ChartFrame height={height} label="Segments at each month end">
      <AreaChart data={rows} margin={{ top: 8, right: phone ? 24 : 158, bottom: 4, left: 0 }}>
        <CartesianGrid {...gridLines} />
        <XAxis
          dataKey="as_of"
          {...categoryAxis}
          minTickGap={16}
          tickFormatter={(asOf: string) => dayMonth(lastDay(asOf))}
        />
        <YAxis
          width={52}
          {...valueAxis}
          tickCount={5}
          {...(measure === 'share' ? { domain: [0, 1] } : {})}
          tickFormatter={(value: number) =>
            measure === 'monetary' ? axisMoney(value, currency) : text(value)
          }
        />
        <Tooltip
          cursor={hoverLine}
          isAnimationActive={false}
          content={tooltipOf<HistoryRow>((row) => ({
            title: day(lastDay(row.as_of)),
            rows: segmentStyles.map(({ name }) => ({
              label: name,
              value: text(row.values[name] ?? 0),
              mark: <SegmentMark segment={name} />,
            })),
          }))}
        />
        {segmentStyles.map(({ name, colour }) => (
          <Area
            key={name}
            dataKey={(row: HistoryRow) => row.values[name] ?? 0}
            name={name}
            stackId="segments"
            type="linear"
            isAnimationActive={false}
            fill={colour}
            fillOpacity={0.85}
            stroke={chartColour.canvas}
            strokeWidth={1}
            activeDot={false}
          />
        ))}
        {last && <EndLabels row={last} text={text} bare={phone} />}
      </AreaChart>
    </ChartFrame>
  )
}
