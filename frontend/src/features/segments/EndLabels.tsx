import { usePlotArea, useYAxisScale } from 'recharts'
import { chartColour } from '@/components/charts/chartStyle'
import { ShapePath } from '@/components/segments/SegmentMark'
import { segmentStyles } from '@/components/segments/segments'
import type { HistoryRow } from './history'

interface EndLabelsProps {
  row: HistoryRow | undefined
  text: (value: number) => string
  /** The marks alone, where names have no room. */
  bare: boolean
}

const lineHeight = 15

/** Each segment's mark, name and last value beside the end of its area; left out where the area is too thin. */
export function EndLabels({ row, text, bare }: EndLabelsProps) {
  const y = useYAxisScale()
  const area = usePlotArea()
  if (!y || area === undefined || row === undefined) return null
  return segmentStyles.map(({ name, shape, colour }, place) => {
    const value = row.values[name] ?? 0
    const below = segmentStyles
      .slice(0, place)
      .reduce((sum, style) => sum + (row.values[style.name] ?? 0), 0)
    const [bottom, top] = [y(below), y(below + value)]
    if (bottom === undefined || top === undefined || bottom - top < lineHeight - 2) return null
    const middle = (bottom + top) / 2
    const left = area.x + area.width + 8
    return (
      <g key={name}>
        <svg x={left} y={middle - 5} width={10} height={10} viewBox="0 0 10 10">
          <ShapePath shape={shape} colour={colour} />
        </svg>
        {!bare && (
          <text
            x={left + 16}
            y={middle}
            dominantBaseline="central"
            fontSize={12}
            fill={chartColour.ink}
          >
            {name} <tspan fill={chartColour.ink3}>{text(value)}</tspan>
          </text>
        )}
      </g>
    )
  })
}
