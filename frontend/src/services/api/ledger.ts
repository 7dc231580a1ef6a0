import { infiniteQueryOptions } from '@tanstack/react-query'
import { client } from './client'
import { body } from './queries'

const pageSize = 10

/** The lines that were left out, for one reason or for any. */
export function ledgerQuery(reason: string | null) {
  return infiniteQueryOptions({
    queryKey: ['ledger', reason],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) =>
      body(
        await client.GET('/api/ledger', {
          params: {
            query: {
              limit: pageParam === null ? pageSize : pageSize * 10,
              ...(reason === null ? {} : { reason }),
              ...(pageParam === null ? {} : { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  })
}
