import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Start } from '@/components/listState'
import { count } from '@/format'
import type { CustomerPage } from '@/services/api/types'
import { firstRowOf } from './firstRow'
import { sortedBy } from './sortedBy'

interface StartLineProps {
  list: UseInfiniteQueryResult<InfiniteData<CustomerPage>>
  start: Start
  sort: string
  onJump: (start: Start) => void
}

/** Says where the list begins after a jump, with the ways up. */
export function StartLine({ list, start, sort, onJump }: StartLineProps) {
  if (start.from_value === undefined && start.from_row === undefined) return null
  const row = firstRowOf(list.data?.pages ?? []) ?? start.from_row
  return (
    <div className="mb-2 -ml-2 flex flex-wrap items-center gap-1 text-label text-ink-2">
      <p role="status" className="pl-2">
        {row === undefined
          ? `From ${sortedBy(sort).name} ${start.from_value} on`
          : `From row ${count(row)} on`}
      </p>
      {list.hasPreviousPage && (
        <button
          type="button"
          className="quiet-button"
          aria-disabled={list.isFetching}
          onClick={() => {
            if (!list.isFetching) void list.fetchPreviousPage()
          }}
        >
          Rows before
        </button>
      )}
      <button
        type="button"
        className="quiet-button"
        onClick={() => {
          onJump({})
        }}
      >
        Start of the list
      </button>
    </div>
  )
}
