import { Tooltip, Treemap, type TreemapNode } from 'recharts'
import { CustomersLink } from '@/components/CustomersLink'
import { ChartFrame } from '@/components/charts/ChartFrame'
import { compactMoney, percent } from '@/format'
import type { SegmentRow, Segments } from '@/services/api/types'
import { ShapePath } from './SegmentMark'
import { segmentTooltip } from './segmentTooltip'
import { customersOf, segmentStyle } from './segments'

interface SegmentTreemapProps {
  height: number
  segments: Segments
}

export default function SegmentTreemap({ height, segments }: SegmentTreemapProps) {
  const tiles = segments.items
    .filter((row) => row.monetary > 0)
    .map((row) => ({ ...row, name: row.segment }))
  return (
    <ChartFrame height={height} label="Revenue by segment as a treemap">
      <Treemap
        data={tiles}
        dataKey="monetary"
        aspectRatio={1.6}
        isAnimationActive={false}
        content={(node: TreemapNode) => <Tile node={node} currency={segments.currency} />}
      >
        <Tooltip isAnimationActive={false} content={segmentTooltip(segments.currency)} />
      </Treemap>
    </ChartFrame>
  )
}

/** A tint of the segment's colour, its full colour on the edge; it leads to the customers. */
function Tile({ node, currency }: { node: TreemapNode; currency: string }) {
  if (node.depth !== 1) return <g />
  const row = node as unknown as SegmentRow & TreemapNode
  const { colour, shape } = segmentStyle(row.segment)
  const x = node.x + 1
  const y = node.y + 1
  const width = Math.max(0, node.width - 2)
  const height = Math.max(0, node.height - 2)
  const namePixels = row.segment.length * 6.6 + 34
  const showsName = width > namePixels && height > 26
  const showsMark = width > 20 && height > 18
  return (
    // A tile that shows its name is called by what it shows.
    <CustomersLink
      isDrawn
      to={customersOf(row.segment)}
      aria-label={showsName ? undefined : row.segment}
    >
      <rect x={x} y={y} width={width} height={height} rx={2} fill="var(--color-canvas)" />
      <rect x={x} y={y} width={width} height={height} rx={2} fill={colour} fillOpacity={0.18} />
      <rect x={x} y={y} width={Math.min(4, width)} height={height} fill={colour} />
      {showsMark && (
        <g transform={`translate(${x + 10} ${y + 9})`}>
          <ShapePath shape={shape} colour={colour} />
        </g>
      )}
      {showsName && (
        <text x={x + 27} y={y + 18} fontSize={12} fill="var(--color-ink)">
          {row.segment}
        </text>
      )}
      {showsName && height > 48 && (
        <text x={x + 10} y={y + 38} fontSize={13} fontWeight={600} fill="var(--color-ink)">
          {compactMoney(row.monetary, currency)}
          {width > 110 && (
            <tspan dx={6} fontWeight={400} fill="var(--color-ink-2)">
              {percent(row.monetary_share)}
            </tspan>
          )}
        </text>
      )}
    </CustomersLink>
  )
}
