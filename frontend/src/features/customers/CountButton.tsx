import type { UseQueryResult } from '@tanstack/react-query'
import { ApiError } from '@/services/api/error'

/** Counts all that match, where the list says only that there are so many and more. */
export function CountButton({ count }: { count: UseQueryResult }) {
  return (
    <>
      <button
        type="button"
        className="quiet-button"
        aria-disabled={count.isFetching}
        onClick={() => {
          if (!count.isFetching) void count.refetch()
        }}
      >
        {count.isFetching ? 'Counting' : 'Count them all'}
      </button>
      {count.isError && (
        <p role="alert" className="text-label text-bad">
          {count.error instanceof ApiError && count.error.status > 0
            ? count.error.message
            : 'The server did not answer; nothing was counted.'}
        </p>
      )}
    </>
  )
}
