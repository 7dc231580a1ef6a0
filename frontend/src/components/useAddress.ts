import { useCallback } from 'react'
import { useNavigate, useSearchParams, type NavigateOptions } from 'react-router'

export type ChangeAddress = (
  change: (current: URLSearchParams) => URLSearchParams,
  options?: NavigateOptions,
) => void

/**
 * The address's parameters, and a change of them. A change builds on the address as it is, not as
 * it was last drawn: two clicks in quick succession both count.
 */
export function useAddress(): [URLSearchParams, ChangeAddress] {
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const change = useCallback<ChangeAddress>(
    (alter, options) => {
      const next = alter(new URLSearchParams(window.location.search))
      void navigate({ search: next.toString() }, options)
    },
    [navigate],
  )
  return [params, change]
}
