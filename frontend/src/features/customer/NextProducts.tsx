import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DataTable } from '@/components/DataTable'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { percent, productName } from '@/format'
import { nextProductsQuery } from '@/services/api/historyQueries'
import type { NextProduct } from '@/services/api/types'

/** Products that the customer has never bought, by what speaks for them. */
export function NextProducts({ customerId }: { customerId: string }) {
  const query = useQuery(nextProductsQuery(customerId))
  return (
    <QueryView
      query={query}
      failure="What to offer next could not be loaded"
      skeleton={<Skeleton height={240} />}
    >
      {({ items, note }) => (
        <Section
          name="offers"
          sql="next_products"
          title={offerFinding(items)}
          subtitle="Never bought before. Of them: the share of those who took the product they have that took this one in the same order."
        >
          {note !== null && <p className="text-body text-ink-2">{note}</p>}
          {items.length > 0 && (
            <DataTable
              caption="What to offer next"
              rows={items}
              rowKey={(offer) => offer.stock_code}
              columns={[
                {
                  head: 'Offer',
                  cell: (offer) => (
                    <Link
                      to={`/products?product=${encodeURIComponent(offer.stock_code)}`}
                      className="link"
                    >
                      {productName(offer.description, offer.stock_code)}
                    </Link>
                  ),
                },
                {
                  head: 'Because they have',
                  cell: (offer) => productName(offer.because_of_description, offer.because_of),
                },
                { head: 'Of them', align: 'right', cell: (offer) => percent(offer.confidence) },
              ]}
            />
          )}
        </Section>
      )}
    </QueryView>
  )
}

/** "Offer next: Party bunting" */
export function offerFinding([first]: readonly NextProduct[]): string {
  if (first === undefined) return 'Nothing to offer next'
  return `Offer next: ${productName(first.description, first.stock_code)}`
}
