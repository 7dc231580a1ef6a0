import { Link, useSearchParams } from 'react-router'
import { customerSearch } from '@/components/listState'

/** Takes the list along, so that the customer's page knows who comes next. */
export function CustomerLink({ customerId }: { customerId: string }) {
  const [params] = useSearchParams()
  return (
    <Link
      to={{
        pathname: `/customers/${encodeURIComponent(customerId)}`,
        search: customerSearch(params),
      }}
      className="link"
    >
      {customerId}
    </Link>
  )
}
