import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { client } from './client'
import { forgetCustomers } from '../recentCustomers'
import type { Session } from './types'

const headers = { 'X-Requested-With': 'fetch' }

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => {
    const { data } = await client.GET('/api/session', { signal })
    if (data === undefined) throw new Error('The answer was empty')
    return data
  },
})

/** Signs in; what was read before, by nobody or by somebody else, is forgotten. */
export async function signIn(
  queryClient: QueryClient,
  name: string,
  password: string,
): Promise<void> {
  const { data } = await client.POST('/api/session', { body: { name, password }, headers })
  forgetFigures(queryClient)
  queryClient.setQueryData(sessionQuery.queryKey, data)
}

export async function signOut(queryClient: QueryClient): Promise<void> {
  await client.DELETE('/api/session', { headers })
  const nobody: Session = { sign_in: true, has_users: true, user: null }
  queryClient.setQueryData(sessionQuery.queryKey, nobody)
  forgetFigures(queryClient)
}

function forgetFigures(queryClient: QueryClient): void {
  forgetCustomers()
  queryClient.removeQueries({
    predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0],
  })
}
