import { useQuery } from '@tanstack/react-query'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { count, percent, times } from '@/format'
import { affinityQuery, mostPairs, pairsShown } from '@/services/api/historyQueries'
import { mostOfAPage } from '@/services/api/queries'
import type { Affinity } from '@/services/api/types'
import { ProductButton } from './ProductButton'

/** The pairs that are bought together more often than by chance. */
export function BoughtTogether({ onOpen }: { onOpen: (code: string) => void }) {
  const query = useQuery(affinityQuery)
  return (
    <QueryView
      query={query}
      failure="What is bought together could not be loaded"
      skeleton={<Skeleton height={960} />}
    >
      {(affinity) => (
        <Section
          name="pairs"
          sql="affinity"
          title={finding(affinity)}
          subtitle={subtitle(affinity)}
          whole={async () => <PairTable pairs={await mostPairs()} onOpen={onOpen} />}
          part={affinity.items.length < pairsShown ? undefined : `at most ${count(mostOfAPage)}`}
        >
          {affinity.note !== null && <p className="mb-3 text-body text-warn">{affinity.note}</p>}
          {affinity.items.length === 0 ? (
            affinity.note === null && (
              <EmptyNote reason="No two products stand in 10 orders and 1 in 1,000 together." />
            )
          ) : (
            <PairTable pairs={affinity.items} onOpen={onOpen} />
          )}
        </Section>
      )}
    </QueryView>
  )
}

interface PairTableProps {
  pairs: Affinity['items']
  onOpen: (code: string) => void
}

function PairTable({ pairs, onOpen }: PairTableProps) {
  return (
    <DataTable
      caption="Bought together"
      rows={pairs}
      rowKey={(pair) => `${pair.stock_code} ${pair.with_stock_code}`}
      columns={[
        {
          head: 'Who takes',
          cell: (pair) => (
            <ProductButton code={pair.stock_code} description={pair.description} onOpen={onOpen} />
          ),
        },
        {
          head: 'Also takes',
          cell: (pair) => (
            <ProductButton
              code={pair.with_stock_code}
              description={pair.with_description}
              onOpen={onOpen}
            />
          ),
        },
        { head: 'Of them', align: 'right', cell: (pair) => percent(pair.confidence) },
        {
          head: 'Lift',
          align: 'right',
          wideOnly: true,
          cell: (pair) => times(pair.lift),
        },
      ]}
    />
  )
}

function finding({ items }: Affinity): string {
  const [first] = items
  if (first === undefined) return 'Bought together'
  return `Bought together up to ${count(first.lift)} times as often as by chance`
}

function subtitle({ orders, orders_looked_at: lookedAt }: Affinity): string {
  if (orders === null || lookedAt === null) return ''
  return `From ${count(lookedAt)} orders of 2 to 100 products, of ${count(orders)}. Of them: the share of its buyers who take the second one in the same order.`
}
