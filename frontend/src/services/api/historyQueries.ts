import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { body, mayRetry } from './queries'
import type { MoversQuery, ProductSort } from './types'

/*
 * What is worked out from the order lines month by month: segments over time, cohorts, products.
 */

export const segmentHistoryQuery = queryOptions({
  queryKey: ['segment history'],
  queryFn: async ({ signal }) => body(await client.GET('/api/segments/history', { signal })),
})

/** Month ends as the first day after them; without `later` up to the run that is served. */
export interface Moments {
  earlier?: string
  later?: string
}

export function movementQuery(moments: Moments) {
  return queryOptions({
    queryKey: ['movement', moments],
    queryFn: async ({ signal }) =>
      body(await client.GET('/api/segments/movement', { params: { query: moments }, signal })),
    placeholderData: keepPreviousData,
  })
}

export function moversQuery(query: MoversQuery) {
  return infiniteQueryOptions({
    queryKey: ['movers', query],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) =>
      body(
        await client.GET('/api/segments/movers', {
          params: {
            query: { ...query, limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
    retry: mayRetry,
  })
}

export const cohortsQuery = queryOptions({
  queryKey: ['cohorts'],
  queryFn: async ({ signal }) => body(await client.GET('/api/cohorts', { signal })),
})

export function productsQuery(sort: ProductSort, text: string) {
  return infiniteQueryOptions({
    queryKey: ['products', sort, text],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) =>
      body(
        await client.GET('/api/products', {
          params: {
            query: {
              sort,
              limit: 25,
              ...(text === '' ? {} : { q: text }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    retry: mayRetry,
  })
}

export function productQuery(stockCode: string) {
  return queryOptions({
    queryKey: ['product', stockCode],
    queryFn: async ({ signal }) =>
      body(
        await client.GET('/api/products/{stock_code}/details', {
          params: { path: { stock_code: stockCode } },
          signal,
        }),
      ),
  })
}

export const affinityQuery = queryOptions({
  queryKey: ['affinity'],
  queryFn: async ({ signal }) =>
    body(await client.GET('/api/products/affinity', { params: { query: { limit: 25 } }, signal })),
})

export function nextProductsQuery(customerId: string) {
  return queryOptions({
    queryKey: ['customer', customerId, 'next products'],
    queryFn: async ({ signal }) =>
      body(
        await client.GET('/api/customers/{customer_id}/next-products', {
          params: { path: { customer_id: customerId } },
          signal,
        }),
      ),
  })
}
