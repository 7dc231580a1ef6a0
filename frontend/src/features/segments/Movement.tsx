import { useQuery } from '@tanstack/react-query'
import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { firstOrder, flowName, movementFinding } from '@/components/segments/moves'
import { SegmentName } from '@/components/segments/SegmentMark'
import { useIsPhone } from '@/components/useMediaQuery'
import { count, day, lastDay, money } from '@/format'
import { movementQuery } from '@/services/api/historyQueries'
import { useMay } from '@/services/api/useMay'
import type { Flow, Movement as Answer } from '@/services/api/types'
import { sankeyOf } from './flows'
import { Movers } from './Movers'
import { MomentSelect } from './MomentSelect'
import { SegmentLegend } from './SegmentLegend'
import { useMovement } from './useMovement'

const MovementChart = lazyChart(() => import('./MovementChart'))
const height = 560

/** Who moved between segments since when, and the list behind each band. */
export function Movement() {
  const { moments, chosen, setMoment, choose } = useMovement()
  const query = useQuery(movementQuery(moments))
  const phone = useIsPhone()
  const onChoose = useMay('analyst') ? choose : undefined
  return (
    <QueryView
      query={query}
      failure="The movement could not be loaded"
      skeleton={<Skeleton height={height + 60} />}
    >
      {(movement) =>
        movement.earlier === null ? (
          <Section title="Movement between segments">
            <EmptyNote reason={movement.note ?? ''} />
          </Section>
        ) : (
          <>
            <Section
              name="movement"
              sql="movement"
              title={`${period(movement.earlier, moments.later)}: ${movementFinding(movement)}`}
              subtitle={`Width is customers. Pale: stayed. Coloured by where they came from. Flows under ${count(sankeyOf(movement).least)} customers are in the table only.${onChoose ? ' Choose a band to list its customers.' : ''}`}
              tools={<MomentSelect movement={movement} onChange={setMoment} />}
              table={<FlowTable movement={movement} onChoose={onChoose} />}
            >
              <MovementChart
                height={height}
                movement={movement}
                chosen={chosen}
                phone={phone}
                onChoose={onChoose}
              />
              {phone && (
                <SegmentLegend
                  label="Segments after"
                  items={sankeyOf(movement).nodes.flatMap(({ side, segment, customers }) =>
                    side === 'before' || segment === null
                      ? []
                      : [{ segment, value: count(customers) }],
                  )}
                />
              )}
            </Section>
            {chosen !== null && onChoose !== undefined && (
              <Movers
                chosen={chosen}
                moments={moments}
                flow={movement.items.find(
                  (flow) => flow.from_segment === chosen.from && flow.to_segment === chosen.to,
                )}
                onClose={() => {
                  choose(null)
                }}
              />
            )}
          </>
        )
      }
    </QueryView>
  )
}

/** "Since 30 Nov 2011", or "31 Oct 2011 to 30 Nov 2011" between two month ends. */
function period(earlier: string, later: string | undefined): string {
  const from = day(lastDay(earlier))
  return later === undefined ? `Since ${from}` : `${from} to ${day(lastDay(later))}`
}

interface FlowTableProps {
  movement: Answer
  /** None where who looks may see no customers. */
  onChoose: ((flow: Flow) => void) | undefined
}

function FlowTable({ movement, onChoose }: FlowTableProps) {
  const { items, currency } = movement
  return (
    <DataTable
      caption="Customers by segment before and after"
      rows={items}
      rowKey={(flow) => `${flow.from_segment ?? ''}>${flow.to_segment ?? ''}`}
      columns={[
        {
          head: 'Before',
          cell: ({ from_segment: from }) =>
            from === null ? firstOrder : <SegmentName segment={from} />,
        },
        {
          head: 'After',
          cell: ({ to_segment: to }) => (to === null ? 'Gone' : <SegmentName segment={to} />),
        },
        {
          head: 'Customers',
          align: 'right',
          cell: (flow) =>
            flow.to_segment === null || onChoose === undefined ? (
              count(flow.customers)
            ) : (
              <button
                type="button"
                className="link pointer-coarse:min-h-11"
                aria-label={`List ${flowName(flow)}`}
                onClick={() => {
                  onChoose(flow)
                }}
              >
                {count(flow.customers)}
              </button>
            ),
        },
        {
          head: 'Spent before',
          align: 'right',
          wideOnly: true,
          cell: (flow) => money(flow.monetary_before, currency),
        },
        {
          head: 'Spent since the first order',
          align: 'right',
          wideOnly: true,
          cell: (flow) => money(flow.monetary_after, currency),
        },
      ]}
    />
  )
}
