import { useEffect } from 'react'
import { Link } from 'react-router'
import { PageHeader } from '@/components/PageHeader'
import { forgetCustomer } from '@/services/recentCustomers'

const prefixLength = 3

export function NoSuchCustomer({ customerId }: { customerId: string }) {
  const prefix = customerId.slice(0, prefixLength)
  useEffect(() => {
    forgetCustomer(customerId)
  }, [customerId])
  return (
    <>
      <PageHeader title={`No customer has the id ${customerId}`} tab="Unknown customer" />
      <p className="max-w-xl text-body">
        The id may be mistyped, or the customer has no order in the data of this run: returns and
        lines without a customer id make no customer.
      </p>
      <p className="mt-4 flex flex-wrap gap-2">
        <Link to={`/customers?q=${encodeURIComponent(prefix)}`} className="filled-button">
          Ids that begin with {prefix}
        </Link>
        <Link to="/customers" className="filled-button">
          All customers
        </Link>
      </p>
    </>
  )
}
