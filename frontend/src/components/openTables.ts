import { useCallback } from 'react'
import { useAddress } from './useAddress'

/** The sections whose table is open, kept in the address. */
export function useOpenTables(): [string[], (name: string) => void] {
  const [params, setAddress] = useAddress()
  const toggle = useCallback(
    (name: string) => {
      setAddress((current) => {
        const open = current.getAll('table')
        current.delete('table')
        const next = open.includes(name) ? open.filter((other) => other !== name) : [...open, name]
        next.forEach((each) => {
          current.append('table', each)
        })
        return current
      })
    },
    [setAddress],
  )
  return [params.getAll('table'), toggle]
}
