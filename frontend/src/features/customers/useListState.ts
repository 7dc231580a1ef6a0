import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { defaultSort, nextSort, readFilters, writeFilters, type Filters } from './listState'

export interface ListState {
  filters: Filters
  sort: string
  /** The ids of the chosen columns; null for the usual ones. */
  columns: string[] | null
  setFilters: (filters: Filters, options?: { replace?: boolean }) => void
  sortBy: (field: string) => void
  setColumns: (columns: string[] | null) => void
}

export function useListState(): ListState {
  const [params, setParams] = useSearchParams()
  const filters = useMemo(() => readFilters(params), [params])
  const setFilters = useCallback(
    (next: Filters, options: { replace?: boolean } = {}) => {
      setParams((current) => writeFilters(current, next), options)
    },
    [setParams],
  )
  const sortBy = useCallback(
    (field: string) => {
      setParams((current) => {
        const next = nextSort(current.get('sort') ?? defaultSort, field)
        if (next === defaultSort) current.delete('sort')
        else current.set('sort', next)
        return current
      })
    },
    [setParams],
  )
  const setColumns = useCallback(
    (columns: string[] | null) => {
      setParams(
        (current) => {
          if (columns === null) current.delete('columns')
          else current.set('columns', columns.join(','))
          return current
        },
        { replace: true },
      )
    },
    [setParams],
  )
  const columns = params.get('columns')?.split(',') ?? null
  return {
    filters,
    sort: params.get('sort') ?? defaultSort,
    columns,
    setFilters,
    sortBy,
    setColumns,
  }
}
