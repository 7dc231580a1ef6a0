import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** The sections whose table is open, kept in the address. */
export function useOpenTables(): [string[], (name: string) => void] {
  const [params, setParams] = useSearchParams()
  const toggle = useCallback(
    (name: string) => {
      setParams((current) => {
        const open = current.getAll('table')
        current.delete('table')
        const next = open.includes(name) ? open.filter((other) => other !== name) : [...open, name]
        next.forEach((each) => {
          current.append('table', each)
        })
        return current
      })
    },
    [setParams],
  )
  return [params.getAll('table'), toggle]
}
