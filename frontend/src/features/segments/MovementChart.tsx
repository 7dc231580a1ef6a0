import { Sankey, Tooltip, type SankeyLinkProps, type SankeyNodeProps } from 'recharts'
import { ChartFrame } from '@/components/charts/ChartFrame'
import { chartColour } from '@/components/charts/chartStyle'
import { ChartTooltip } from '@/components/charts/ChartTooltip'
import { ShapePath } from '@/components/segments/SegmentMark'
import { segmentStyle } from '@/components/segments/segments'
import { count, money } from '@/format'
import type { Flow, Movement } from '@/services/api/types'
import { firstOrder } from '@/components/segments/moves'
import { sankeyOf, type FlowLink, type FlowNode } from './flows'
import type { ChosenFlow } from './useMovement'

interface MovementChartProps {
  height: number
  movement: Movement
  chosen: ChosenFlow | null
  phone: boolean
  /** None where who looks may see no customers. */
  onChoose: ((flow: Flow) => void) | undefined
}

/** Who went where as a Sankey: width is customers, colour where they came from, pale who stayed. */
export default function MovementChart(props: MovementChartProps) {
  const { height, movement, chosen, phone, onChoose } = props
  const { nodes, links } = sankeyOf(movement)
  const margin = phone
    ? { top: 4, right: 62, bottom: 4, left: 150 }
    : { top: 4, right: 214, bottom: 4, left: 176 }
  return (
    <ChartFrame height={height} label="Movement between segments">
      <Sankey
        data={{ nodes, links }}
        margin={margin}
        nodePadding={9}
        nodeWidth={8}
        iterations={0}
        sort={false}
        verticalAlign="top"
        node={(node: SankeyNodeProps) => <Node {...node} phone={phone} />}
        link={(link: SankeyLinkProps) => (
          <Band {...link} chosen={chosen} leads={onChoose !== undefined} />
        )}
        onClick={(item, type) => {
          if (type === 'link') onChoose?.((item.payload as unknown as FlowLink).flow)
        }}
      >
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload }) => {
            const item = (payload[0] as { payload?: { payload?: Partial<FlowLink> } } | undefined)
              ?.payload?.payload
            if (!active || item?.flow === undefined) return null
            return <FlowTooltip flow={item.flow} currency={movement.currency} />
          }}
        />
      </Sankey>
    </ChartFrame>
  )
}

function FlowTooltip({ flow, currency }: { flow: Flow; currency: string }) {
  const from = flow.from_segment ?? firstOrder
  return (
    <ChartTooltip
      title={from === flow.to_segment ? `Stayed ${from}` : `${from} → ${flow.to_segment ?? ''}`}
      rows={[
        { label: 'Customers', value: count(flow.customers) },
        { label: 'Spent before', value: money(flow.monetary_before, currency) },
        { label: 'Spent since the first order', value: money(flow.monetary_after, currency) },
      ]}
    />
  )
}

function colourOf(segment: string | null): string {
  return segment === null ? chartColour.neutral : segmentStyle(segment).colour
}

function Band(props: SankeyLinkProps & { chosen: ChosenFlow | null; leads: boolean }) {
  const { sourceX, sourceY, targetX, targetY, sourceControlX, targetControlX, linkWidth } = props
  const { flow, small } = props.payload as unknown as FlowLink
  const isChosen =
    props.chosen !== null &&
    props.chosen.to === flow.to_segment &&
    props.chosen.from === flow.from_segment
  if (small && !isChosen) return <path />
  const stayed = flow.from_segment === flow.to_segment
  return (
    <path
      className={`hover:[stroke-opacity:0.75] ${props.leads ? 'cursor-pointer' : ''}`}
      d={`M${sourceX},${sourceY} C${sourceControlX},${sourceY} ${targetControlX},${targetY} ${targetX},${targetY}`}
      fill="none"
      stroke={isChosen ? chartColour.subject : colourOf(flow.from_segment)}
      strokeWidth={Math.max(linkWidth, 1)}
      strokeOpacity={isChosen ? 0.9 : stayed ? 0.16 : 0.5}
    />
  )
}

function Node(props: SankeyNodeProps & { phone: boolean }) {
  const { x, y, width, height, phone } = props
  const { name, segment, side, customers, change } = props.payload as unknown as FlowNode
  const middle = y + height / 2
  const left = side === 'before'
  const outwards = left ? -1 : 1
  const edge = left ? x : x + width
  const number = edge + outwards * (phone ? 6 : 8)
  const mark = edge + outwards * (phone ? 40 : 54)
  const named = left || !phone
  return (
    <g fontSize={phone ? 11 : 12} dominantBaseline="central">
      <rect x={x} y={y} width={width} height={Math.max(height, 1)} fill={colourOf(segment)} />
      <text
        x={number}
        y={middle}
        textAnchor={left ? 'end' : 'start'}
        fill={chartColour.ink}
        fontWeight={600}
      >
        {count(customers)}
      </text>
      {segment !== null && (
        <svg x={mark - 5} y={middle - 5} width={10} height={10} viewBox="0 0 10 10">
          <ShapePath shape={segmentStyle(segment).shape} colour={colourOf(segment)} />
        </svg>
      )}
      {named && (
        <text
          x={mark + outwards * 10}
          y={middle}
          textAnchor={left ? 'end' : 'start'}
          fill={chartColour.ink}
        >
          {name}
        </text>
      )}
      {change !== null && !phone && (
        <text x={edge + 210} y={middle} textAnchor="end" fill={chartColour.ink3}>
          {(change > 0 ? '+' : '') + count(change)}
        </text>
      )}
    </g>
  )
}
