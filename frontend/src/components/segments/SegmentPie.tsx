import { Pie, PieChart, Sector, Tooltip, type PieSectorShapeProps } from 'recharts'
import { CustomersLink } from '@/components/CustomersLink'
import { ChartFrame } from '@/components/charts/ChartFrame'
import { compactMoney, percent } from '@/format'
import type { SegmentRow, Segments } from '@/services/api/types'
import { SegmentName } from './SegmentMark'
import { segmentTooltip } from './segmentTooltip'
import { customersOf, segmentStyle } from './segments'

interface SegmentPieProps {
  height: number
  segments: Segments
}

export default function SegmentPie({ height, segments }: SegmentPieProps) {
  const slices = segments.items.filter((row) => row.monetary > 0)
  return (
    <div className="grid items-center gap-6 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="relative">
        <ChartFrame height={Math.min(height, 300)} label="Share of revenue by segment">
          <PieChart>
            <Pie
              data={slices}
              dataKey="monetary"
              nameKey="segment"
              innerRadius="58%"
              outerRadius="98%"
              startAngle={90}
              endAngle={-270}
              isAnimationActive={false}
              shape={(slice: PieSectorShapeProps) => <Slice slice={slice} />}
            />
            <Tooltip isAnimationActive={false} content={segmentTooltip(segments.currency)} />
          </PieChart>
        </ChartFrame>
        <p className="pointer-events-none absolute inset-0 flex flex-col items-center justify-center">
          <span className="text-title">
            {compactMoney(segments.total_monetary, segments.currency)}
          </span>
          <span className="text-label text-ink-3">revenue after returns</span>
        </p>
      </div>
      <ul>
        {segments.items.map((row) => (
          <li
            key={row.segment}
            className="h-[27px] border-b border-hairline last:border-0 hover:bg-hover pointer-coarse:h-11"
          >
            <CustomersLink
              to={customersOf(row.segment)}
              className="flex h-full items-center justify-between [a&]:hover:underline"
            >
              <SegmentName segment={row.segment} />
              <span>{percent(row.monetary_share)}</span>
            </CustomersLink>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Leads to the customers by click; by keyboard the list beside the pie does. */
function Slice({ slice }: { slice: PieSectorShapeProps }) {
  const { segment } = slice.payload as SegmentRow
  return (
    <CustomersLink isDrawn isHidden to={customersOf(segment)}>
      <Sector
        cx={slice.cx}
        cy={slice.cy}
        innerRadius={slice.innerRadius}
        outerRadius={slice.outerRadius}
        startAngle={slice.startAngle}
        endAngle={slice.endAngle}
        fill={segmentStyle(segment).colour}
        stroke="var(--color-canvas)"
        strokeWidth={2}
      />
    </CustomersLink>
  )
}
