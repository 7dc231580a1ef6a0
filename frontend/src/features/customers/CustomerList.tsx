import {
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { EmptyNote, ErrorNote, Skeleton } from '@/components/Notices'
import { counted } from '@/format'
import { hasStatus } from '@/services/api/error'
import type { CustomerPage, ListQuery } from '@/services/api/types'
import type { ListColumn } from './columns'
import { CustomerTable } from './CustomerTable'
import { firstRowOf } from './firstRow'

interface CustomerListProps {
  list: UseInfiniteQueryResult<InfiniteData<CustomerPage>>
  /** The rows to show: those of an earlier request while the list has none of its own. */
  data: InfiniteData<CustomerPage> | undefined
  /** What the list was asked for. */
  query: ListQuery
  columns: ListColumn[]
  sort: string
  onSort: (field: string) => void
  filterCount: number
  onClear: () => void
}

const failure = 'The list could not be loaded'

/** The table in all its states: loading, empty, failed, outdated. */
export function CustomerList(props: CustomerListProps) {
  const { list, data, query, columns, sort, onSort, filterCount, onClear } = props
  const restarted = useRestart(list, query)
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const first = data?.pages[0]
  const outdated = list.data === undefined
  const waiting = outdated && !list.isError
  const retry = () => {
    if (list.isFetchNextPageError) void list.fetchNextPage()
    else void list.refetch()
  }

  if (first === undefined || (outdated && first.total === 0)) {
    if (list.isError) return <ErrorNote error={list.error} what={failure} onRetry={retry} />
    return <Skeleton height={600} />
  }
  if (first.total === 0) {
    return <EmptyNote reason={emptyReason(filterCount)} {...(filterCount > 0 && { onClear })} />
  }
  if (rows.length === 0) {
    return (
      <p role="status" className="text-body text-ink-2">
        No customer of this list comes there or after it.
      </p>
    )
  }
  const failedAbove = list.isError && !list.isFetchNextPageError && !hasStatus(list.error, 410)
  return (
    <div aria-busy={waiting} className={waiting ? 'opacity-60' : ''}>
      {restarted && (
        <p role="status" className="mb-2 text-label text-ink-2">
          The figures were renewed while you read; the list starts again from the top.
        </p>
      )}
      {failedAbove && (
        <ErrorNote
          error={list.error}
          what={failure}
          onRetry={retry}
          keepsOld
          askedAt={list.dataUpdatedAt}
        />
      )}
      <CustomerTable
        rows={rows}
        total={first.total}
        firstRow={firstRowOf(data?.pages ?? [])}
        currency={first.currency}
        columns={columns}
        sort={sort}
        onSort={onSort}
        onNearEnd={() => {
          if (list.hasNextPage && !list.isFetching && !list.isError) void list.fetchNextPage()
        }}
      />
      {list.isFetchNextPageError && !hasStatus(list.error, 410) && (
        <ErrorNote error={list.error} what="More rows could not be loaded" onRetry={retry} />
      )}
      {list.isFetchingNextPage && <Skeleton height={68} className="mt-2" />}
    </div>
  )
}

/** A cursor of a run that is gone answers 410; the list is then fetched anew from its first page. */
function useRestart(list: CustomerListProps['list'], query: ListQuery): boolean {
  const client = useQueryClient()
  const [restarted, setRestarted] = useState<ListQuery | null>(null)
  const gone = hasStatus(list.error, 410)
  useEffect(() => {
    if (!gone) return
    window.scrollTo({ top: 0 })
    void client.resetQueries({ queryKey: ['customers'] }).then(() => {
      setRestarted(query)
    })
  }, [gone, client, query])
  // Another list did not start again.
  return restarted === query
}

function emptyReason(filterCount: number): string {
  if (filterCount === 0)
    return 'No customer is scored yet: the data holds no orders with a customer id.'
  if (filterCount === 2) return 'No customer matches both filters.'
  return filterCount === 1
    ? 'No customer matches the filter.'
    : `No customer matches all ${counted(filterCount, 'filter')}.`
}
