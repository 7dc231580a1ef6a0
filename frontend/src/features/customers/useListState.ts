import { useCallback, useMemo } from 'react'
import { useAddress } from '@/components/useAddress'
import {
  defaultSort,
  ignoredFilters,
  nextSort,
  readFilters,
  readStart,
  writeFilters,
  writeStart,
  type ChangeFilters,
  type Filters,
  type Start,
} from '@/components/listState'

export interface ListState {
  filters: Filters
  /** What the address holds of filters that are none. */
  ignored: string[]
  sort: string
  start: Start
  /** The ids of the chosen columns; null for the usual ones. */
  columns: string[] | null
  changeFilters: (change: ChangeFilters, options?: { replace?: boolean }) => void
  sortBy: (field: string) => void
  startAt: (start: Start) => void
  setColumns: (columns: string[] | null) => void
}

export function useListState(): ListState {
  const [params, setAddress] = useAddress()
  const filters = useMemo(() => readFilters(params), [params])
  const ignored = useMemo(() => ignoredFilters(params), [params])
  const start = useMemo(() => readStart(params), [params])
  const changeFilters = useCallback(
    (change: ChangeFilters, options: { replace?: boolean } = {}) => {
      setAddress(
        (current) => writeStart(writeFilters(current, change(readFilters(current))), {}),
        options,
      )
    },
    [setAddress],
  )
  const sortBy = useCallback(
    (field: string) => {
      setAddress((current) => {
        const next = nextSort(current.get('sort') ?? defaultSort, field)
        if (next === defaultSort) current.delete('sort')
        else current.set('sort', next)
        return writeStart(current, {})
      })
    },
    [setAddress],
  )
  const startAt = useCallback(
    (next: Start) => {
      setAddress((current) => writeStart(current, next))
      window.scrollTo({ top: 0 })
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
    ignored,
    start,
    sort: params.get('sort') ?? defaultSort,
    columns,
    changeFilters,
    sortBy,
    startAt,
    setColumns,
  }
}
