import { useInfiniteQuery } from '@tanstack/react-query'
import { DataTable } from '@/components/DataTable'
import { EmptyNote, ErrorNote, Skeleton } from '@/components/Notices'
import { SearchField } from '@/components/SearchField'
import { Section } from '@/components/Section'
import { SwitchGroup } from '@/components/SwitchGroup'
import { compactMoney, count, counted, money, percent } from '@/format'
import { allProducts, productsQuery } from '@/services/api/historyQueries'
import type { Product, ProductPage } from '@/services/api/types'
import { ProductButton } from './ProductButton'
import { sorts, useProducts } from './useProducts'

/** All products but charges, the first ones by revenue, pieces or customers to offer them to. */
export function ProductList({ onOpen }: { onOpen: (code: string) => void }) {
  const { sort, text, set } = useProducts()
  const query = useInfiniteQuery(productsQuery(sort, text.trim()))
  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const table = (products: readonly Product[]) => (
    <ProductTable products={products} currency={first?.currency ?? ''} onOpen={onOpen} />
  )
  return (
    <Section
      name="products"
      sql="products"
      title={first === undefined ? 'Products' : productsFinding(first, rows, text.trim())}
      subtitle="Revenue after returns. Offer to: customers to whom it is the first thing to offer."
      whole={async () => table(await allProducts(sort, text.trim()))}
      tools={
        <SwitchGroup
          label="Order"
          value={sort}
          options={sorts}
          onChange={(value) => {
            set('sort', value === '-monetary' ? null : value)
          }}
        />
      }
    >
      <SearchField
        className="mb-3 w-full"
        label="Search products"
        placeholder="Code or description"
        text={text}
        longest={200}
        onSearch={(wanted) => {
          set('q', wanted, true)
        }}
      />
      {query.isError && (
        <ErrorNote
          error={query.error}
          what="The products could not be loaded"
          keepsOld={rows.length > 0}
          askedAt={query.dataUpdatedAt}
          onRetry={() => {
            void query.refetch()
          }}
        />
      )}
      {query.isPending && (
        <div aria-busy="true">
          <Skeleton height={880} />
        </div>
      )}
      {first !== undefined && rows.length === 0 && (
        <EmptyNote
          reason={text === '' ? 'The order lines name no products.' : `No product has “${text}”.`}
          {...(text === ''
            ? {}
            : {
                onClear: () => {
                  set('q', null)
                },
              })}
        />
      )}
      {rows.length > 0 && table(rows)}
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

interface ProductTableProps {
  products: readonly Product[]
  currency: string
  onOpen: (code: string) => void
}

function ProductTable({ products, currency, onOpen }: ProductTableProps) {
  return (
    <DataTable
      caption="Products"
      rows={products}
      rowKey={(row) => row.stock_code}
      columns={[
        {
          head: 'Product',
          cell: (row) => (
            <ProductButton code={row.stock_code} description={row.description} onOpen={onOpen} />
          ),
        },
        { head: 'Revenue', align: 'right', cell: (row) => money(row.monetary, currency) },
        { head: 'Pieces', align: 'right', wideOnly: true, cell: (row) => count(row.pieces) },
        { head: 'Offer to', align: 'right', cell: (row) => count(row.offered_to) },
      ]}
    />
  )
}

/** "3,900 products; these 25 bring 20% of revenue" */
function productsFinding(page: ProductPage, shown: ProductPage['items'], text: string): string {
  const { total, total_monetary: revenue, currency } = page
  const number = counted(total, 'product')
  if (text !== '') return `${number} found, ${compactMoney(revenue, currency)} of revenue`
  const theirs = shown.reduce((sum, row) => sum + row.monetary, 0)
  if (shown.length === 0 || shown.length === total || revenue <= 0) return number
  return `${number}; these ${count(shown.length)} bring ${percent(theirs / revenue)} of revenue`
}
