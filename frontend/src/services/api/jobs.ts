import { queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { body } from './queries'
import type { Job } from './types'

export const writes = { 'X-Requested-With': 'fetch' }
export const askAgain = 700 // ms

export function isActive(job: Job | null): job is Job {
  return job !== null && ['todo', 'doing', 'aborting'].includes(job.status)
}

/** A job of the queue; asked for again while it waits or runs. */
export function jobQuery(id: number) {
  return queryOptions({
    queryKey: ['job', id],
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/jobs/{job_id}', { params: { path: { job_id: id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isActive(state.data) ? askAgain : false,
  })
}

export async function cancelJob(id: number): Promise<Job> {
  return body(
    await client.POST('/api/jobs/{job_id}/cancel', {
      params: { path: { job_id: id } },
      headers: writes,
    }),
  )
}

export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: async ({ signal }) => body(await client.GET('/api/runs', { signal })),
})

/** Asks for an earlier run to be served again; the worker does it. */
export async function serveRun(id: number): Promise<Job> {
  return body(
    await client.POST('/api/runs/{run_id}/serve', {
      params: { path: { run_id: id } },
      headers: writes,
    }),
  )
}
