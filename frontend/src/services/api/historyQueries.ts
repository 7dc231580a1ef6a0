import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { body, mayRetry, mostOfAPage } from './queries'
import type { MoversQuery, ProductSort } from './types'

/*
 * What is worked out from the order lines month by month: segments over time, cohorts, products.
 */

export const segmentHistoryQuery = queryOptions({
  queryKey: ['segment history'],
  queryFn: async ({ signal }) => body(await client.GET('/api/segments/history', { signal })),
})

/** The pairs that a page shows; there may be more. */
export const pairsShown = 25

interface Page {
  limit: number
  cursor?: string
  signal?: AbortSignal
}

function at(cursor: string | null) {
  return cursor === null ? {} : { cursor }
}

/** The rows of all pages, for a file. */
async function everyRow<Row>(
  ask: (page: Page) => Promise<{ items: Row[]; next_cursor: string | null }>,
): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page = await ask({ limit: mostOfAPage, ...at(cursor) })
    rows.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return rows
}

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

async function askMovers(query: MoversQuery, page: Page) {
  const { signal = null, ...rest } = page
  return body(
    await client.GET('/api/segments/movers', { params: { query: { ...query, ...rest } }, signal }),
  )
}

export function moversQuery(query: MoversQuery) {
  return infiniteQueryOptions({
    queryKey: ['movers', query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => askMovers(query, { limit: 20, ...at(pageParam), signal }),
    getNextPageParam: (page) => page.next_cursor,
    retry: mayRetry,
  })
}

export function allMovers(query: MoversQuery) {
  return everyRow((page) => askMovers(query, page))
}

export const cohortsQuery = queryOptions({
  queryKey: ['cohorts'],
  queryFn: async ({ signal }) => body(await client.GET('/api/cohorts', { signal })),
})

async function askProducts(sort: ProductSort, text: string, page: Page) {
  const { signal = null, ...rest } = page
  const query = { sort, ...(text === '' ? {} : { q: text }), ...rest }
  return body(await client.GET('/api/products', { params: { query }, signal }))
}

export function productsQuery(sort: ProductSort, text: string) {
  return infiniteQueryOptions({
    queryKey: ['products', sort, text],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      askProducts(sort, text, { limit: 25, ...at(pageParam), signal }),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    retry: mayRetry,
  })
}

export function allProducts(sort: ProductSort, text: string) {
  return everyRow((page) => askProducts(sort, text, page))
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

async function askAffinity(limit: number, signal: AbortSignal | null = null) {
  return body(await client.GET('/api/products/affinity', { params: { query: { limit } }, signal }))
}

export const affinityQuery = queryOptions({
  queryKey: ['affinity'],
  queryFn: ({ signal }) => askAffinity(pairsShown, signal),
})

export async function mostPairs() {
  return (await askAffinity(mostOfAPage)).items
}

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
