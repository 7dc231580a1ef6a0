import { useMemo, useState } from 'react'
import { useAddress } from '@/components/useAddress'
import { readTerms, writeTerms, type Terms } from './terms'

export interface TermsState {
  /** As the sliders stand now. */
  terms: Terms
  /** As the address has them. */
  settled: Terms
  /** A slider is held. */
  dragging: boolean
  /** Moves the picture, not yet the address. */
  drag: (change: Partial<Terms>) => void
  set: (change: Partial<Terms>) => void
}

/** The terms of the address, and those of a slider that is still held. */
export function useTerms(): TermsState {
  const [params, setAddress] = useAddress()
  const settled = useMemo(() => readTerms(params), [params])
  const [held, setHeld] = useState<Partial<Terms> | null>(null)
  const terms = useMemo(() => ({ ...settled, ...held }), [settled, held])
  return {
    terms,
    settled,
    dragging: held !== null,
    drag: setHeld,
    set: (change) => {
      setHeld(null)
      setAddress((current) => writeTerms(current, { ...readTerms(current), ...change }), {
        replace: true,
      })
    },
  }
}
