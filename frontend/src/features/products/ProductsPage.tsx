import { PageHeader } from '@/components/PageHeader'
import { BoughtTogether } from './BoughtTogether'
import { ProductList } from './ProductList'
import { ProductPanel } from './ProductPanel'
import { useProducts } from './useProducts'

/** What sells, what goes together, and what to offer next. */
export function ProductsPage() {
  const { product, set } = useProducts()
  const open = (code: string) => {
    set('product', code)
  }
  return (
    <>
      <PageHeader title="Products" />
      <div className="grid gap-8 wide:grid-cols-12">
        <div className="min-w-0 wide:col-span-6">
          <ProductList onOpen={open} />
        </div>
        <div className={`min-w-0 wide:col-span-6 ${product === null ? '' : 'max-xl:order-first'}`}>
          {product === null ? (
            <BoughtTogether onOpen={open} />
          ) : (
            <ProductPanel
              key={product}
              code={product}
              onOpen={open}
              onClose={() => {
                set('product', null)
              }}
            />
          )}
        </div>
      </div>
    </>
  )
}
