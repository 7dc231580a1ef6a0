import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { readFilters, toQuery } from '@/components/listState'
import { count } from '@/format'
import { neighboursQuery } from '@/services/api/queries'

const ownKeys = 'input, textarea, select, dialog, svg, [role=slider], [role=dialog], [tabindex="0"]'

/** The ways to the customers beside this one in the list it was opened from, also by the arrow keys. */
export function Neighbours({ customerId }: { customerId: string }) {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const sort = params.get('sort') ?? ''
  const { data, isError } = useQuery(
    neighboursQuery(customerId, { ...toQuery(readFilters(params)), sort }),
  )
  const search = withoutOrder(params)
  const address = (id: string) => ({ pathname: `/customers/${encodeURIComponent(id)}`, search })
  const beside = useRef<Record<string, string | null | undefined>>({})
  useEffect(() => {
    beside.current = { ArrowLeft: data?.previous, ArrowRight: data?.next }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const id = beside.current[event.key]
      const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
      const taken = event.target instanceof Element && event.target.closest(ownKeys) !== null
      if (id == null || held || taken || event.defaultPrevented) return
      event.preventDefault()
      void navigate({ pathname: `/customers/${encodeURIComponent(id)}`, search })
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [navigate, search])
  if (isError) return null
  return (
    <nav aria-label="Customers of the list" className="-mr-2 flex items-center text-label">
      <Beside name="Previous" sign="←" keyName="ArrowLeft" id={data?.previous} address={address} />
      <Beside name="Next" sign="→" keyName="ArrowRight" id={data?.next} address={address} />
      {data?.row != null && <span className="order-first text-ink-3">Row {count(data.row)}</span>}
    </nav>
  )
}

interface BesideProps {
  name: 'Previous' | 'Next'
  sign: string
  keyName: string
  /** Undefined while it is not known, null at an end of the list. */
  id: string | null | undefined
  address: (id: string) => { pathname: string; search: string }
}

/** Always a link, so that the focus stays on it from one customer to the next. */
function Beside({ name, sign, keyName, id, address }: BesideProps) {
  const none = id == null
  return (
    <Link
      to={none ? { search: window.location.search } : address(id)}
      className="quiet-button aria-disabled:opacity-40"
      aria-label={none ? `${name} customer` : `${name} customer, ${id}`}
      aria-disabled={none}
      aria-keyshortcuts={keyName}
      onClick={(event) => {
        if (none) event.preventDefault()
      }}
    >
      {name === 'Previous' ? `${sign} ${name}` : `${name} ${sign}`}
    </Link>
  )
}

/** The address's parameters for another customer: the open order is this one's own. */
function withoutOrder(params: URLSearchParams): string {
  const rest = new URLSearchParams(params)
  rest.delete('order')
  return rest.toString()
}
