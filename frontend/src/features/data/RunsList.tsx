import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { DataTable } from '@/components/DataTable'
import { Region, Section } from '@/components/Section'
import { count, counted, day, dayTime, lastDay } from '@/format'
import { cancelJob, isActive, jobQuery, runsQuery, serveRun } from '@/services/api/jobs'
import type { PublishedRun } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { ErrorLine } from '@/components/ErrorLine'
import { JobProgress } from '@/components/JobProgress'
import { NotLoaded } from './NotLoaded'

/** The runs that were published; one whose scores are kept can be served again. */
export function RunsList() {
  const queries = useQueryClient()
  const runs = useQuery(runsQuery)
  const mayServe = useMay('admin')
  const [asked, setAsked] = useState<number | null>(null)
  const [jobId, setJobId] = useState<number | null>(null)
  const job = useQuery({ ...jobQuery(jobId ?? 0), enabled: jobId !== null })
  const serve = useMutation({
    mutationFn: serveRun,
    onSuccess: ({ job_id: id }) => {
      setAsked(null)
      setJobId(id)
    },
  })
  const cancel = useMutation({ mutationFn: cancelJob })
  const status = job.data?.status
  useEffect(() => {
    if (status === 'succeeded') void queries.invalidateQueries()
  }, [status, queries])

  if (runs.data === undefined && runs.isError) {
    return <NotLoaded query={runs} what="The runs could not be loaded" />
  }
  if (runs.data === undefined || runs.data.items.length === 0) return null
  const working = job.data !== undefined && isActive(job.data)
  const failed = serve.error ?? cancel.error
  return (
    <Region>
      <Section
        name="runs"
        sql="runs"
        title={counted(runs.data.items.length, 'run')}
        subtitle="Going back serves the scores and forecasts of an earlier run; the order lines stay as they are loaded."
      >
        {working && (
          <div className="mb-4">
            <JobProgress
              job={job.data}
              hasWorker={runs.data.has_worker}
              onCancel={() => {
                cancel.mutate(job.data.job_id)
              }}
            />
          </div>
        )}
        {status === 'failed' && (
          <p role="alert" className="mb-4">
            <span className="font-semibold text-bad">The run could not be served.</span>{' '}
            <span className="text-ink-2">{job.data?.problem}</span>
          </p>
        )}
        {failed !== null && <ErrorLine what="That could not be done" error={failed} />}
        <DataTable
          caption="Published runs"
          rows={runs.data.items}
          rowKey={(run) => run.run_id}
          columns={[
            { head: 'Run', cell: (run) => run.run_id },
            { head: 'Orders up to', cell: (run) => day(lastDay(run.as_of)) },
            {
              head: 'Finished',
              wideOnly: true,
              quiet: true,
              cell: (run) => dayTime(run.finished_at),
            },
            {
              head: 'Newest file',
              wideOnly: true,
              cell: (run) => <span className="break-all">{run.source}</span>,
            },
            {
              head: 'Lines kept',
              align: 'right',
              wideOnly: true,
              cell: (run) => count(run.lines_kept),
            },
            {
              head: 'Customers',
              align: 'right',
              wideOnly: true,
              cell: (run) => count(run.customers ?? 0),
            },
            {
              head: 'Served',
              align: 'right',
              cell: (run) => (
                <ServeCell
                  run={run}
                  allowed={mayServe}
                  sure={asked === run.run_id}
                  busy={working || serve.isPending}
                  onAsk={setAsked}
                  onServe={serve.mutate}
                />
              ),
            },
          ]}
        />
      </Section>
    </Region>
  )
}

interface ServeCellProps {
  run: PublishedRun
  allowed: boolean
  sure: boolean
  busy: boolean
  onAsk: (run: number | null) => void
  onServe: (run: number) => void
}

function ServeCell({ run, allowed, sure, busy, onAsk, onServe }: ServeCellProps) {
  if (run.is_served) return <span className="font-medium">now</span>
  if (!run.is_kept) return <span className="text-ink-3">no longer kept</span>
  if (!allowed) return <span className="text-ink-3">kept</span>
  // In a file stands what is so, in place of what can be done.
  const inFile = <span hidden>kept</span>
  if (!sure) {
    return (
      <>
        {inFile}
        <button
          type="button"
          data-aside=""
          className="quiet-button -mr-2"
          aria-label={`Serve run ${run.run_id} again`}
          disabled={busy}
          onClick={() => {
            onAsk(run.run_id)
          }}
        >
          Serve again
        </button>
      </>
    )
  }
  return (
    <span className="inline-flex gap-1">
      {inFile}
      <button
        type="button"
        data-aside=""
        className="quiet-button font-semibold text-accent-text"
        disabled={busy}
        onClick={() => {
          onServe(run.run_id)
        }}
      >
        Yes, run {run.run_id}
      </button>
      <button
        type="button"
        data-aside=""
        className="quiet-button -mr-2"
        onClick={() => {
          onAsk(null)
        }}
      >
        No
      </button>
    </span>
  )
}
