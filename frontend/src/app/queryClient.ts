import { QueryClient, type InfiniteData, type Query } from '@tanstack/react-query'
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
  void queryClient.resetQueries({ predicate: beginsAtCursor })
  void queryClient.invalidateQueries()
})

/** A cursor is of its run: a list that begins with one would go on with the run before. */
function beginsAtCursor({ state }: Query): boolean {
  const list = state.data as Partial<InfiniteData<unknown>> | undefined
  return typeof list?.pageParams?.[0] === 'string'
}

// A session may end at any time, and whatever is asked then, to read or to write, leads to signing in.
onSignedOut(() => {
  void queryClient.invalidateQueries(sessionQuery)
})
