import { useCallback } from 'react'
import { useAddress } from '@/components/useAddress'
import type { Moments } from '@/services/api/historyQueries'
import type { Flow } from '@/services/api/types'

export interface ChosenFlow {
  from: string | null
  to: string
}

/** The two moments and the flow whose customers are listed, kept in the address. */
export function useMovement() {
  const [params, setAddress] = useAddress()
  const moments: Moments = {}
  const earlier = params.get('earlier')
  const later = params.get('later')
  if (earlier !== null) moments.earlier = earlier
  if (later !== null) moments.later = later
  const to = params.get('to')
  const chosen: ChosenFlow | null = to === null ? null : { from: params.get('from'), to }

  const setMoment = useCallback(
    (name: keyof Moments, value: string) => {
      setAddress((current) => {
        if (value === '') current.delete(name)
        else current.set(name, value)
        current.delete('from')
        current.delete('to')
        return current
      })
    },
    [setAddress],
  )
  const choose = useCallback(
    (flow: Pick<Flow, 'from_segment' | 'to_segment'> | null) => {
      setAddress((current) => {
        current.delete('from')
        current.delete('to')
        if (flow !== null && flow.to_segment !== null) {
          if (flow.from_segment !== null) current.set('from', flow.from_segment)
          current.set('to', flow.to_segment)
        }
        return current
      })
    },
    [setAddress],
  )
  return { moments, chosen, setMoment, choose }
}
