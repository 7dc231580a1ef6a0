import { count, exactMoney, productName } from '@/format'
import type { Order } from '@/services/api/types'

export function OrderLines({ order, currency }: { order: Order; currency: string }) {
  return (
    <table className="w-full text-label">
      <caption className="sr-only">Lines of invoice {order.invoice_no}</caption>
      <thead>
        <tr className="h-6 text-ink-3">
          <th scope="col" className="text-left">
            Product
          </th>
          <th scope="col" className="text-right">
            Pieces
          </th>
          <th scope="col" className="text-right">
            Price
          </th>
          <th scope="col" className="text-right">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line, index) => (
          <tr key={`${line.stock_code}-${index}`} className="h-6">
            <th scope="row" className="text-left">
              {productName(line.description, line.stock_code)}
              {line.is_charge && <span className="ml-2 text-ink-3">charge</span>}
            </th>
            <td className="text-right">{count(line.quantity)}</td>
            <td className="text-right">{exactMoney(line.unit_price, currency)}</td>
            <td className="text-right">{exactMoney(line.amount, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
