import { useCallback } from 'react'
import { useAddress } from '@/components/useAddress'
import type { ProductSort } from '@/services/api/types'

export const sorts = [
  { value: '-monetary', label: 'Revenue' },
  { value: '-pieces', label: 'Pieces' },
  { value: '-offered_to', label: 'To offer next' },
] as const satisfies readonly { value: ProductSort; label: string }[]

/** Order, search text and the product that is open, kept in the address. */
export function useProducts() {
  const [params, setAddress] = useAddress()
  const sort = sorts.find(({ value }) => value === params.get('sort'))?.value ?? '-monetary'
  const set = useCallback(
    (name: 'sort' | 'q' | 'product', value: string | null, replace = false) => {
      setAddress(
        (current) => {
          if (value === null || value === '') current.delete(name)
          else current.set(name, value)
          return current
        },
        { replace, preventScrollReset: true },
      )
    },
    [setAddress],
  )
  return { sort, text: params.get('q') ?? '', product: params.get('product'), set }
}
