import { useMutation } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notices'
import { count, counted } from '@/format'
import { ApiError } from '@/services/api/error'
import { downloadCustomers } from '@/services/api/export'
import type { Customer, ListQuery } from '@/services/api/types'

interface ExportButtonProps {
  filters: ListQuery
  sort: string
  columns: (keyof Customer)[]
  /** There is no room for all of them on the page: the button says how many the file has. */
  hasMore: boolean
  /** Undefined until the list has answered. */
  total: number | undefined
  exact: boolean
}

/** Saves as CSV exactly the list: its filters, its order, its columns, also those that a small screen leaves out. */
export function ExportButton({ filters, sort, columns, hasMore, total, exact }: ExportButtonProps) {
  const download = useMutation({
    networkMode: 'always',
    mutationFn: async (saved: string) => {
      await downloadCustomers({ filters, sort, columns })
      return saved
    },
  })
  if (total === undefined) return <Skeleton height={32} className="w-32" />
  const rows = `${count(total)}${exact ? '' : '+'} ${total === 1 ? 'row' : 'rows'}`
  return (
    <div className="flex flex-wrap items-center gap-3">
      {download.isError && (
        <p role="alert" className="text-label text-bad">
          {failure(download.error)}
        </p>
      )}
      <button
        type="button"
        className="accent-button"
        disabled={total === 0 || download.isPending}
        onClick={() => {
          download.mutate(rows)
        }}
      >
        {label(
          download.isPending,
          download.isError,
          hasMore ? `${rows}, ${counted(columns.length, 'column')}` : rows,
        )}
      </button>
      <span role="status" className="sr-only">
        {download.isSuccess && `${download.data} saved`}
      </span>
    </div>
  )
}

function label(pending: boolean, failed: boolean, rows: string): string {
  if (pending) return `Exporting ${rows}`
  return failed ? `Try again: ${rows}` : `Export ${rows}`
}

function failure(error: Error): string {
  const { problem, status } = error instanceof ApiError ? error : { problem: {}, status: 0 }
  const reference = problem.request_id === undefined ? '' : ` (request ${problem.request_id})`
  const refused = status >= 400 && status < 500 ? problem.detail : undefined
  return `${refused ?? 'The export broke off; no file was saved.'}${reference}`
}
