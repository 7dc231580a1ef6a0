import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { Link } from 'react-router'
import { Section } from '@/components/Section'
import { ApiError } from '@/services/api/error'
import {
  customerDataAddress,
  eraseCustomer,
  erasureQuery,
  type ErasureJob,
} from '@/services/api/privacy'
import { forgetCustomer } from '@/services/recentCustomers'

/** What a customer may ask for: all that is held about them, and to be erased. */
export function CustomerData({ customerId }: { customerId: string }) {
  const [asking, setAsking] = useState(false)
  const erasure = useMutation({
    networkMode: 'always',
    mutationFn: () => eraseCustomer(customerId),
  })
  const job = useQuery(erasureQuery(erasure.data?.job_id))
  const done = job.data?.status === 'succeeded'
  const ended = ['failed', 'cancelled', 'aborted'].includes(job.data?.status ?? '')
  useForgetting(customerId, done)
  return (
    <Section
      title="Data of this customer"
      subtitle="All rows in which the customer stands, as a ZIP of JSON and CSV; or erase the customer"
    >
      <div className="flex flex-wrap items-center gap-3">
        <a href={customerDataAddress(customerId)} download className="filled-button">
          Download the data
        </a>
        {(!asking || ended) && (
          <button
            type="button"
            className="filled-button"
            onClick={() => {
              setAsking(true)
              erasure.reset()
            }}
          >
            {ended ? 'Try again to erase' : 'Erase'} the customer
          </button>
        )}
      </div>
      {asking && erasure.data === undefined && (
        <Confirmation
          customerId={customerId}
          pending={erasure.isPending}
          onCancel={() => {
            setAsking(false)
            erasure.reset()
          }}
          onConfirm={() => {
            erasure.mutate()
          }}
        />
      )}
      {erasure.isError && <Failure reason={reason(erasure.error)} />}
      {job.data?.status === 'failed' && <Failure reason={job.data.problem ?? ''} />}
      <p role="status" className="mt-3 text-body">
        {erasure.data !== undefined && standing(job.data, erasure.data.has_worker)}{' '}
        {done && (
          <Link to="/customers" className="link">
            Back to the customers
          </Link>
        )}
      </p>
    </Section>
  )
}

interface ConfirmationProps {
  customerId: string
  pending: boolean
  onCancel: () => void
  onConfirm: () => void
}

function Confirmation({ customerId, pending, onCancel, onConfirm }: ConfirmationProps) {
  const [typed, setTyped] = useState('')
  const field = useId()
  const input = useRef<HTMLInputElement>(null)
  // It opens at the end of the page, and would lie below the screen.
  useEffect(() => {
    input.current?.focus()
  }, [])
  return (
    <form
      className="mt-4 max-w-xl rounded-control bg-note p-4"
      onSubmit={(event) => {
        event.preventDefault()
        onConfirm()
      }}
    >
      <p className="text-body">
        Totals stay, under a pseudonym. The customer leaves every list, campaigns among them, and no
        later load brings the id back. This can’t be undone.
      </p>
      <label htmlFor={field} className="mt-3 block text-label text-ink-2">
        Type the id {customerId} to confirm
      </label>
      <div className="mt-1 flex flex-wrap items-center gap-3">
        <input
          ref={input}
          id={field}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          className="field bg-canvas"
          onChange={(event) => {
            setTyped(event.target.value)
          }}
        />
        <button type="submit" className="accent-button" disabled={typed !== customerId || pending}>
          Erase for good
        </button>
        <button type="button" className="quiet-button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  )
}

function Failure({ reason }: { reason: string }) {
  return (
    <p role="alert" className="mt-3 text-body">
      <span className="font-semibold text-bad">The customer is not erased.</span> {reason}
    </p>
  )
}

/** What other pages hold ready is of before; the customer's own page stays until it is left. */
function useForgetting(customerId: string, done: boolean) {
  const queries = useQueryClient()
  useEffect(() => {
    if (!done) return
    forgetCustomer(customerId)
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] === 'customers' })
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'customer' && queryKey[0] !== 'erasure',
    })
    return () => {
      queries.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'customer' && queryKey[1] === customerId,
      })
    }
  }, [customerId, done, queries])
}

function standing(job: ErasureJob | undefined, hasWorker: boolean): string {
  switch (job?.status) {
    case 'succeeded':
      return 'The customer is erased.'
    case 'failed':
      return ''
    case 'doing':
      return 'The customer is being erased.'
    case 'cancelled':
    case 'aborting':
    case 'aborted':
      return 'The job was cancelled; nothing was changed.'
    default:
      return hasWorker
        ? 'The job is in the queue.'
        : 'The job is in the queue, and no worker is running: start one with make worker.'
  }
}

function reason(error: Error): string {
  return error instanceof ApiError && error.status === 0
    ? 'The server did not answer; is it running?'
    : error.message
}
