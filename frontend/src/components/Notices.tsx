import { use, type ReactNode } from 'react'
import { NoRunTold } from '@/components/noRunTold'
import { dayTime } from '@/format'
import { ApiError, isUnpublished } from '@/services/api/error'

interface ErrorNoteProps {
  error: unknown
  /** What could not be done: "The list could not be loaded". */
  what: string
  onRetry: () => void
  /** Figures from before are still shown. */
  keepsOld?: boolean
  /** When they were asked for, in milliseconds as Date.now() has them. */
  askedAt?: number
}

/** Says what happened, what stays, and what to do. Stands where the figures would be. */
export function ErrorNote({ error, what, onRetry, keepsOld = false, askedAt }: ErrorNoteProps) {
  const told = use(NoRunTold)
  if (isUnpublished(error)) {
    if (told) return null
    return <NoRunNote detail={error.problem.detail} onRetry={onRetry} />
  }
  const request = error instanceof ApiError ? error.problem.request_id : undefined
  return (
    <div role="alert" className="my-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-body">
      <p>
        <span className="font-semibold text-bad">{what}</span>
        {keepsOld ? `; the figures below are ${age(askedAt)}.` : '; nothing was changed.'}{' '}
        <span className="text-ink-2">{withCommand(reason(error))}</span>
        {request !== undefined && <span className="text-ink-3"> (request {request})</span>}
      </p>
      <button type="button" className="filled-button" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}

function age(askedAt: number | undefined): string {
  if (askedAt === undefined || askedAt === 0) return 'from before'
  return `of ${dayTime(new Date(askedAt).toISOString())}`
}

function reason(error: unknown): string {
  if (!(error instanceof ApiError)) return ''
  if (error.status === 0) return 'The server did not answer; is it running?'
  // Its detail says no more than the note does.
  if (error.status === 500) return ''
  const wrong = error.problem.errors?.map(({ parameter, message }) => `${parameter}: ${message}`)
  return wrong !== undefined && wrong.length > 0 ? wrong.join('; ') : (error.problem.detail ?? '')
}

export function NoRunNote(props: { detail?: string | undefined; onRetry: () => void }) {
  const detail = props.detail ?? 'No figures have been published yet.'
  return (
    <div role="alert" className="max-w-xl rounded-control bg-note p-4">
      <p className="text-finding">There are no figures yet</p>
      <p className="mt-1 text-body">{withCommand(detail)}</p>
      <button type="button" className="filled-button mt-3" onClick={props.onRetry}>
        Try again
      </button>
    </div>
  )
}

/** Sets a command (`make run`) apart from the sentence that names it. */
function withCommand(text: string): ReactNode {
  const match = /`([^`]+)`|\b(make [a-z-]+(?: \S+=\S*[^\s.,;:])*|python\d? -m \S+)/.exec(text)
  if (match === null) return text
  const command = match[1] ?? match[2]
  return (
    <>
      {text.slice(0, match.index)}
      <code className="rounded-cell bg-fill px-1 font-mono text-label">{command}</code>
      {text.slice(match.index + match[0].length)}
    </>
  )
}

export function EmptyNote({ reason, onClear }: { reason: string; onClear?: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 py-6 text-body" role="status">
      <p>{reason}</p>
      {onClear !== undefined && (
        <button type="button" className="filled-button" onClick={onClear}>
          Clear filters
        </button>
      )}
    </div>
  )
}

/** A grey block of the final size, so that nothing jumps. */
export function Skeleton({ height, className = '' }: { height: number; className?: string }) {
  return <div aria-hidden className={`skeleton ${className}`} style={{ height }} />
}
