import { Fragment, useState } from 'react'
import { useAddress } from '@/components/useAddress'
import { Section } from '@/components/Section'
import { count, counted, day, exactMoney } from '@/format'
import type { CustomerProfile, Order } from '@/services/api/types'
import { OrderLines } from './OrderLines'

const shownAtFirst = 10

/** Orders and returns, newest first; the open one is in the address. */
export function Orders({ profile }: { profile: CustomerProfile }) {
  const { orders, orders_total: total, currency } = profile
  const [params, setAddress] = useAddress()
  const open = params.get('order')
  const openIndex = orders.findIndex((order) => order.invoice_no === open)
  const [all, setAll] = useState(openIndex >= shownAtFirst)
  const shown = all ? orders : orders.slice(0, shownAtFirst)
  const toggle = (invoice: string) => {
    setAddress(
      (current) => {
        if (current.get('order') === invoice) current.delete('order')
        else current.set('order', invoice)
        return current
      },
      { replace: true },
    )
  }
  return (
    <Section
      name="orders"
      sql="customer_orders"
      title={finding(orders, total)}
      subtitle="Newest first. An invoice opens its lines."
      whole={() => (
        <OrdersTable orders={orders} currency={currency} open={null} onToggle={toggle} />
      )}
      part={total > orders.length ? `${count(orders.length)} of ${count(total)}` : undefined}
    >
      <OrdersTable orders={shown} currency={currency} open={open} onToggle={toggle} />
      {orders.length > shown.length && (
        <button
          type="button"
          className="quiet-button mt-2 -ml-2"
          onClick={() => {
            setAll(true)
          }}
        >
          Show all {count(orders.length)}
        </button>
      )}
    </Section>
  )
}

interface OrdersTableProps {
  orders: readonly Order[]
  currency: string
  open: string | null
  onToggle: (invoice: string) => void
}

function OrdersTable({ orders, currency, open, onToggle }: OrdersTableProps) {
  return (
    <table className="w-full text-body">
      <caption className="sr-only">Orders and returns</caption>
      <thead>
        <tr className="h-8 border-b border-hairline text-label text-ink-3">
          <th scope="col" className="text-left">
            Invoice
          </th>
          <th scope="col" className="text-left">
            Date
          </th>
          <th scope="col" className="text-right max-md:hidden">
            Pieces
          </th>
          <th scope="col" className="text-right">
            Value
          </th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <Fragment key={order.invoice_no}>
            <tr className="h-[34px] border-b border-hairline hover:bg-hover">
              <th scope="row" className="text-left">
                <button
                  type="button"
                  className="link min-h-8 pointer-coarse:min-h-11"
                  aria-expanded={open === order.invoice_no}
                  onClick={() => {
                    onToggle(order.invoice_no)
                  }}
                >
                  {order.invoice_no}
                </button>
                {!order.is_order && (
                  <span data-aside="" className="ml-2 text-label text-ink-3">
                    return
                  </span>
                )}
              </th>
              <td>{day(order.ordered_at)}</td>
              <td className="text-right max-md:hidden">{count(order.pieces)}</td>
              <td className="text-right">{exactMoney(order.net, currency)}</td>
            </tr>
            {open === order.invoice_no && (
              <tr data-aside="">
                <td colSpan={4} className="bg-hover px-3 py-2">
                  <OrderLines order={order} currency={currency} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function finding(orders: readonly Order[], total: number): string {
  const returns = orders.filter((order) => !order.is_order).length
  if (total > orders.length) return `The newest ${count(orders.length)} of ${count(total)} invoices`
  const bought = counted(total - returns, 'order')
  return returns === 0 ? bought : `${bought}, ${counted(returns, 'return')}`
}
