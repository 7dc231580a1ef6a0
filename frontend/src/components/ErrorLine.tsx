import { ApiError } from '@/services/api/error'

/** What went wrong with something that was asked for, in one line; everything else stays as it is. */
export function ErrorLine({ what, error }: { what: string; error: unknown }) {
  const problem = error instanceof ApiError ? error.problem : {}
  const reason =
    error instanceof ApiError && error.status === 0
      ? 'The server did not answer; is it running?'
      : (problem.detail ?? '')
  return (
    <p role="alert" className="mt-2 text-body">
      <span className="font-semibold text-bad">{what}.</span>{' '}
      <span className="text-ink-2">{reason}</span>
      {problem.request_id !== undefined && (
        <span className="text-ink-3"> (request {problem.request_id})</span>
      )}
    </p>
  )
}
