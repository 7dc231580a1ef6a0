import { useQuery } from '@tanstack/react-query'
import { lazyChart } from '@/components/charts/lazyChart'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Region, Section } from '@/components/Section'
import { count, counted, money, monthYear, percent, productName, times } from '@/format'
import { productQuery } from '@/services/api/historyQueries'
import type { ProductDetails } from '@/services/api/types'
import { ProductButton } from './ProductButton'

const ProductChart = lazyChart(() => import('./ProductChart'))

interface ProductPanelProps {
  code: string
  onOpen: (code: string) => void
  onClose: () => void
}

/** One product: how it sold month by month, and what is bought with it. */
export function ProductPanel({ code, onOpen, onClose }: ProductPanelProps) {
  const query = useQuery(productQuery(code))
  return (
    <>
      {query.isLoadingError && (
        <button type="button" className="quiet-button float-right" onClick={onClose}>
          Close
        </button>
      )}
      <QueryView
        query={query}
        failure={`The product ${code} could not be loaded`}
        skeleton={<Skeleton height={560} />}
      >
        {(product) => (
          <>
            <Section
              name="product"
              sql="product_months"
              title={`${productName(product.description, code)}: ${money(product.monetary, product.currency)}`}
              subtitle={`${code}, ${counted(product.pieces, 'piece')}. Revenue after returns, by month.${hatched(product)}`}
              tools={
                <button type="button" className="quiet-button" onClick={onClose}>
                  Close
                </button>
              }
              table={<Months product={product} />}
            >
              <ProductChart height={220} months={product.months} currency={product.currency} />
            </Section>
            <Region>
              <Companions product={product} onOpen={onOpen} />
            </Region>
          </>
        )}
      </QueryView>
    </>
  )
}

function hatched({ months }: ProductDetails): string {
  return months.some((month) => month.partial) ? ' Hatched: not over yet.' : ''
}

function Months({ product: { months, currency } }: { product: ProductDetails }) {
  return (
    <DataTable
      caption="The product by month"
      rows={months}
      rowKey={(month) => month.month}
      columns={[
        {
          head: 'Month',
          cell: (row) => (
            <>
              {monthYear(row.month)}
              {row.partial && <span data-aside="">, so far</span>}
            </>
          ),
        },
        { head: 'Revenue', align: 'right', cell: (row) => money(row.revenue, currency) },
        { head: 'Pieces', align: 'right', cell: (row) => count(row.pieces) },
        { head: 'Orders', align: 'right', wideOnly: true, cell: (row) => count(row.orders) },
        { head: 'Customers', align: 'right', wideOnly: true, cell: (row) => count(row.customers) },
      ]}
    />
  )
}

function Companions({
  product,
  onOpen,
}: {
  product: ProductDetails
  onOpen: (code: string) => void
}) {
  const { bought_with: companions, note, offered_to: offered } = product
  const [first] = companions
  return (
    <Section
      name="companions"
      sql="bought_with"
      title={
        first === undefined
          ? 'Nothing is bought with it often enough to say'
          : `${percent(first.confidence)} of its buyers take ${productName(first.description, first.stock_code)}, too`
      }
      subtitle={`In the same order. It is the first thing to offer to ${counted(offered, 'customer')}.`}
    >
      {note !== null && <EmptyNote reason={note} />}
      {companions.length > 0 && (
        <DataTable
          caption="Bought with it"
          rows={companions}
          rowKey={(row) => row.stock_code}
          columns={[
            {
              head: 'Product',
              cell: (row) => (
                <ProductButton
                  code={row.stock_code}
                  description={row.description}
                  onOpen={onOpen}
                />
              ),
            },
            { head: 'Of its buyers', align: 'right', cell: (row) => percent(row.confidence) },
            { head: 'Orders', align: 'right', cell: (row) => count(row.orders_together) },
            { head: 'Lift', align: 'right', wideOnly: true, cell: (row) => times(row.lift) },
          ]}
        />
      )}
    </Section>
  )
}
