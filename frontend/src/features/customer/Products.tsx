import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, counted, money, productName } from '@/format'
import type { CustomerProfile } from '@/services/api/types'

export function Products({ profile }: { profile: CustomerProfile }) {
  const { products, products_total: total, currency } = profile
  const title =
    total > products.length
      ? `${counted(total, 'product')} bought, these for the most money`
      : `${counted(total, 'product')} bought`
  return (
    <Section
      name="bought"
      sql="customer_products"
      title={title}
      subtitle="All orders to date."
      part={total > products.length ? `${count(products.length)} of ${count(total)}` : undefined}
    >
      {products.length > 0 && (
        <DataTable
          caption="Products bought"
          rows={products}
          rowKey={(product) => product.stock_code}
          columns={[
            {
              head: 'Product',
              cell: (product) => productName(product.description, product.stock_code),
            },
            { head: 'Orders', align: 'right', cell: (product) => count(product.orders) },
            {
              head: 'Pieces',
              align: 'right',
              wideOnly: true,
              cell: (product) => count(product.pieces),
            },
            { head: 'Spend', align: 'right', cell: (product) => money(product.monetary, currency) },
          ]}
        />
      )}
    </Section>
  )
}
