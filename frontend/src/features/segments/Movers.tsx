import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DataTable } from '@/components/DataTable'
import { ErrorNote, Skeleton } from '@/components/Notices'
import { Section } from '@/components/Section'
import { flowName } from '@/components/segments/moves'
import { absent, count, money } from '@/format'
import { allMovers, moversQuery, type Moments } from '@/services/api/historyQueries'
import type { Flow, Mover } from '@/services/api/types'
import type { ChosenFlow } from './useMovement'

interface MoversProps {
  chosen: ChosenFlow
  moments: Moments
  /** None: nobody went that way between these moments. */
  flow: Flow | undefined
  onClose: () => void
}

/** The customers of one band, those who spent most first. */
export function Movers({ chosen, moments, flow, onClose }: MoversProps) {
  const asked = {
    ...moments,
    to_segment: chosen.to,
    ...(chosen.from === null ? {} : { from_segment: chosen.from }),
  }
  const query = useInfiniteQuery(moversQuery(asked))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const currency = query.data?.pages[0]?.currency ?? ''
  return (
    <Section
      name="movers"
      sql="movers"
      className="mt-6"
      title={flow === undefined ? `Nobody went to ${chosen.to} that way` : flowName(flow)}
      subtitle="Those who spent most first."
      whole={async () => <MoversTable rows={await allMovers(asked)} currency={currency} />}
      tools={
        <button type="button" className="quiet-button" onClick={onClose}>
          Close
        </button>
      }
    >
      {query.isError && (
        <ErrorNote
          error={query.error}
          what="The list could not be loaded"
          onRetry={() => {
            void query.refetch()
          }}
          keepsOld={rows.length > 0}
          askedAt={query.dataUpdatedAt}
        />
      )}
      {query.isPending && <Skeleton height={200} />}
      {rows.length > 0 && <MoversTable rows={rows} currency={currency} />}
      {query.hasNextPage && (
        <button
          type="button"
          className="filled-button mt-3"
          disabled={query.isFetchingNextPage}
          onClick={() => {
            void query.fetchNextPage()
          }}
        >
          Show more
        </button>
      )}
    </Section>
  )
}

function MoversTable({ rows, currency }: { rows: readonly Mover[]; currency: string }) {
  return (
    <DataTable
      caption="Customers who moved"
      rows={rows}
      rowKey={(row) => row.customer_id}
      columns={[
        {
          head: 'Customer',
          cell: (row) => (
            <Link className="link" to={`/customers/${encodeURIComponent(row.customer_id)}`}>
              {row.customer_id}
            </Link>
          ),
        },
        { head: 'Orders', align: 'right', wideOnly: true, cell: (row) => count(row.frequency) },
        {
          head: 'Days since their order',
          align: 'right',
          wideOnly: true,
          cell: (row) => count(row.recency),
        },
        {
          head: 'Spent before',
          align: 'right',
          cell: (row) =>
            row.monetary_before === null ? absent : money(row.monetary_before, currency),
        },
        {
          head: 'Spent by then',
          align: 'right',
          cell: (row) => money(row.monetary_after, currency),
        },
      ]}
    />
  )
}
