import { queryOptions } from '@tanstack/react-query'
import { client } from './client'
import type { paths } from './schema'

export type ErasureJob =
  paths['/api/jobs/{job_id}']['get']['responses']['200']['content']['application/json']

const pollMs = 1000
const over = ['succeeded', 'failed', 'cancelled', 'aborted']

/** Where all that is held about a customer can be saved from. */
export function customerDataAddress(customerId: string): string {
  return `/api/customers/${encodeURIComponent(customerId)}/data?format=zip`
}

/** Asks for the customer to be erased; the answer names the job that does it. */
export async function eraseCustomer(customerId: string) {
  const { data } = await client.POST('/api/customers/{customer_id}/erase', {
    params: { path: { customer_id: customerId } },
    body: { confirm: customerId },
    headers: { 'X-Requested-With': 'fetch' },
  })
  if (data === undefined) throw new Error('The answer was empty')
  return data
}

/** The job, asked for again until it is over. */
export function erasureQuery(jobId: number | undefined) {
  return queryOptions({
    queryKey: ['erasure', jobId],
    enabled: jobId !== undefined,
    queryFn: async ({ signal }): Promise<ErasureJob> => {
      const { data } = await client.GET('/api/jobs/{job_id}', {
        params: { path: { job_id: jobId ?? 0 } },
        signal,
      })
      if (data === undefined) throw new Error('The answer was empty')
      return data
    },
    refetchInterval: ({ state }) =>
      state.data !== undefined && over.includes(state.data.status) ? false : pollMs,
  })
}
