import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { hasStatus } from './error'
import type { ListQuery, PlanQuery } from './types'

/** The body of an answer; the client has already turned everything else into an error. */
export function body<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new Error('The answer was empty')
  return answer.data
}

/** The most rows that the API gives at once. */
export const mostOfAPage = 500

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: async ({ signal }) => body(await client.GET('/api/overview', { signal })),
})

export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: async ({ signal }) => body(await client.GET('/api/customers/segments', { signal })),
})

export const facetsQuery = queryOptions({
  queryKey: ['facets'],
  queryFn: async ({ signal }) => body(await client.GET('/api/customers/facets', { signal })),
})

export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: async ({ signal }) => body(await client.GET('/api/model/metrics', { signal })),
})

export const modelRunsQuery = queryOptions({
  queryKey: ['model runs'],
  queryFn: async ({ signal }) => body(await client.GET('/api/model/runs', { signal })),
})

export const runQuery = queryOptions({
  queryKey: ['run'],
  queryFn: async ({ signal }) => body(await client.GET('/api/runs/current', { signal })),
})

/** The text of one query behind a figure. */
export function sqlQuery(name: string) {
  return queryOptions({
    queryKey: ['sql', name],
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/queries/{name}', { params: { path: { name } }, signal })),
  })
}

export function campaignPlanQuery(query: PlanQuery) {
  return queryOptions({
    queryKey: ['campaigns', 'plan', query],
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/campaigns/plan', { params: { query }, signal })),
  })
}

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns', 'list'],
  queryFn: async ({ signal }) => body(await client.GET('/api/campaigns', { signal })),
})

export function customerQuery(customerId: string) {
  return queryOptions({
    queryKey: ['customer', customerId],
    queryFn: async ({ signal }) =>
      body(
        await client.GET('/api/customers/{customer_id}/details', {
          params: { path: { customer_id: customerId } },
          signal,
        }),
      ),
  })
}

const pageSize = 100

export function customerListQuery(query: ListQuery) {
  return infiniteQueryOptions({
    queryKey: ['customers', query],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) =>
      body(
        await client.GET('/api/customers/rfm', {
          params: {
            query: {
              ...(pageParam === null ? query : { ...restOf(query), cursor: pageParam }),
              limit: pageSize,
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
    getPreviousPageParam: (page) => page.previous_cursor,
    // A cursor of a run that is gone stays gone; the list starts again instead.
    retry: (failures, error) => !hasStatus(error, 410) && mayRetry(failures, error),
  })
}

/** A cursor says by itself where its page begins. */
function restOf(query: ListQuery): ListQuery {
  const rest = { ...query }
  delete rest.from_value
  delete rest.from_row
  return rest
}

/** How many customers match, however many; takes its time, so it is asked for on demand. */
export function customerCountQuery(filters: ListQuery) {
  return queryOptions({
    queryKey: ['customer count', filters],
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/customers/count', { params: { query: filters }, signal })),
  })
}

/** Who comes before and after a customer in the list of these filters and this order. */
export function neighboursQuery(customerId: string, query: ListQuery) {
  return queryOptions({
    queryKey: ['neighbours', customerId, query],
    queryFn: async ({ signal }) =>
      body(
        await client.GET('/api/customers/{customer_id}/neighbours', {
          params: { path: { customer_id: customerId }, query },
          signal,
        }),
      ),
  })
}

/** The first customers of the campaign's plan. */
export function planCustomersQuery(limit: number) {
  return queryOptions({
    queryKey: ['plan', 'customers', limit],
    queryFn: ({ signal }) => planCustomers(limit, signal),
  })
}

export async function planCustomers(limit: number, signal: AbortSignal | null = null) {
  return body(
    await client.GET('/api/campaigns/plan/customers', { params: { query: { limit } }, signal }),
  )
}

const likeSize = 8

/** The first customers whose id begins with the text (the very id first) or whose country has it. */
export function customersLikeQuery(text: string) {
  const query = { q: text, sort: 'customer_id', limit: likeSize }
  return queryOptions({
    queryKey: ['customers like', text],
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/customers/rfm', { params: { query }, signal })),
  })
}

/** One retry, and only where another try may end otherwise. */
export function mayRetry(failures: number, error: unknown): boolean {
  return failures < 1 && (hasStatus(error, 0) || hasStatus(error, 502) || hasStatus(error, 504))
}
