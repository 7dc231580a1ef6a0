import { QueryCache, QueryClient } from '@tanstack/react-query'
import { hasStatus } from '@/services/api/error'
import { mayRetry } from '@/services/api/queries'
import { onRunChange } from '@/services/api/run'
import { sessionQuery } from '@/services/api/session'

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session may end at any time; the page then gives way to signing in.
    onError: (error) => {
      if (hasStatus(error, 401)) void queryClient.invalidateQueries(sessionQuery)
    },
  }),
  defaultOptions: {
    queries: { staleTime: 60_000, gcTime: 10 * 60_000, retry: mayRetry, networkMode: 'always' },
  },
})

// No page mixes two runs: when one answer comes from a newer run, the others are asked for again.
onRunChange(() => {
  void queryClient.invalidateQueries()
})
