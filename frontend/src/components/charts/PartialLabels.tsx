import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import { days } from '@/format'
import type { Month } from '@/services/api/types'
import { chartColour } from './chartStyle'

interface PartialLabelsProps {
  months: readonly Month[]
  /** How high the month's bar reaches. */
  value: (month: Month) => number
  text: (value: number) => string
}

const labelPixels = 36
const lineHeight = 15

/** The value and the days covered, above the bar of each partial month. */
export function PartialLabels({ months, value, text }: PartialLabelsProps) {
  const x = useXAxisScale()
  const y = useYAxisScale()
  const area = usePlotArea()
  if (!x || !y || area === undefined || area.width / months.length <= labelPixels) return null
  return months
    .filter((month) => month.partial)
    .map((month) => {
      const middle = x(month.month, { position: 'middle' })
      const top = y(Math.max(0, value(month)))
      if (middle === undefined || top === undefined) return null
      return (
        <text
          key={month.month}
          y={top - 7 - lineHeight}
          textAnchor="middle"
          fontSize={12}
          fill={chartColour.ink2}
        >
          <tspan x={middle}>{text(value(month))}</tspan>
          <tspan x={middle} dy={lineHeight}>
            {days(month.days_with_data)}
          </tspan>
        </text>
      )
    })
}
