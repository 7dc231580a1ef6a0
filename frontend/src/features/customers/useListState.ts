import { useCallback, useMemo } from 'react'
import { useAddress } from '@/components/useAddress'
import {
  defaultSort,
  nextSort,
  readFilters,
  writeFilters,
  type ChangeFilters,
  type Filters,
} from './listState'

export interface ListState {
  filters: Filters
  sort: string
  /** The ids of the chosen columns; null for the usual ones. */
  columns: string[] | null
  changeFilters: (change: ChangeFilters, options?: { replace?: boolean }) => void
  sortBy: (field: string) => void
  setColumns: (columns: string[] | null) => void
}

export function useListState(): ListState {
  const [params, setAddress] = useAddress()
  const filters = useMemo(() => readFilters(params), [params])
  const changeFilters = useCallback(
    (change: ChangeFilters, options: { replace?: boolean } = {}) => {
      setAddress((current) => writeFilters(current, change(readFilters(current))), options)
    },
    [setAddress],
  )
  const sortBy = useCallback(
    (field: string) => {
      setAddress((current) => {
        const next = nextSort(current.get('sort') ?? defaultSort, field)
        if (next === defaultSort) current.delete('sort')
        else current.set('sort', next)
        return current
      })
    },
    [setAddress],
  )
  const setColumns = useCallback(
    (columns: string[] | null) => {
      setAddress(
        (current) => {
          if (columns === null) current.delete('columns')
          else current.set('columns', columns.join(','))
          return current
        },
        { replace: true },
      )
    },
    [setAddress],
  )
  const columns = params.get('columns')?.split(',') ?? null
  return {
    filters,
    sort: params.get('sort') ?? defaultSort,
    columns,
    changeFilters,
    sortBy,
    setColumns,
  }
}
