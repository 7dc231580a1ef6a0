import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { falls, movementFinding } from '@/components/segments/moves'
import { SegmentName } from '@/components/segments/SegmentMark'
import { count, day, lastDay, money } from '@/format'
import { movementQuery } from '@/services/api/historyQueries'
import type { Flow, Movement } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'

const shown = 3

/** Who fell to a less engaged segment since the last month end, and the way to their lists. */
export default function WhoMoved({ height }: { height: number }) {
  const query = useQuery(movementQuery({}))
  return (
    <QueryView
      query={query}
      failure="The movement could not be loaded"
      skeleton={<Skeleton height={height} />}
    >
      {(movement) =>
        movement.earlier === null ? (
          <Section title="Who moved since the last month">
            <EmptyNote reason={movement.note ?? ''} />
          </Section>
        ) : (
          <Moved movement={movement} since={movement.earlier} />
        )
      }
    </QueryView>
  )
}

function Moved({ movement, since }: { movement: Movement; since: string }) {
  const mayList = useMay('analyst')
  const largest = falls(movement).slice(0, shown)
  return (
    <Section
      name="moved"
      sql="movement"
      title={`Since ${day(lastDay(since))}: ${movementFinding(movement)}`}
      subtitle="The falls to a less engaged segment that are worth most."
      tools={
        <Link className="quiet-button" to="/segments?table=movement">
          All who moved
        </Link>
      }
    >
      {largest.length === 0 ? (
        <EmptyNote reason="Nobody fell to a less engaged segment." />
      ) : (
        <DataTable
          caption="Who fell to a less engaged segment"
          rows={largest}
          rowKey={addressOf}
          columns={[
            {
              head: 'Before',
              cell: ({ from_segment: from }) => <SegmentName segment={from ?? ''} />,
            },
            { head: 'Now', cell: ({ to_segment: to }) => <SegmentName segment={to ?? ''} /> },
            {
              head: 'Customers',
              align: 'right',
              cell: (flow) =>
                mayList ? (
                  <Link
                    className="link inline-flex min-h-6 min-w-6 items-center justify-end pointer-coarse:min-h-11 pointer-coarse:min-w-11"
                    to={addressOf(flow)}
                  >
                    {count(flow.customers)}
                  </Link>
                ) : (
                  count(flow.customers)
                ),
            },
            {
              head: 'Spent since the first order',
              align: 'right',
              wideOnly: true,
              cell: (flow) => money(flow.monetary_after, movement.currency),
            },
          ]}
        />
      )}
    </Section>
  )
}

/** Where the customers of a flow are listed. */
function addressOf({ from_segment: from, to_segment: to }: Flow): string {
  return `/segments?${new URLSearchParams({ from: from ?? '', to: to ?? '' }).toString()}`
}
