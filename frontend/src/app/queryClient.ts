import { QueryClient } from '@tanstack/react-query'
import { mayRetry } from '@/services/api/queries'
import { onRunChange } from '@/services/api/run'
import { sessionQuery } from '@/services/api/session'
import { onSignedOut } from '@/services/api/signedOut'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 60_000, gcTime: 10 * 60_000, retry: mayRetry, networkMode: 'always' },
  },
})

// No page mixes two runs: when one answer comes from a newer run, the others are asked for again.
onRunChange(() => {
  void queryClient.invalidateQueries()
})

// A session may end at any time, and whatever is asked then, to read or to write, leads to signing in.
onSignedOut(() => {
  void queryClient.invalidateQueries(sessionQuery)
})
