import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './client'
import type { MadeKey, NewKey, NewUser, UserChange } from './types'

const headers = { 'X-Requested-With': 'fetch' }

function body<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new Error('The answer was empty')
  return answer.data
}

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => body(await client.GET('/api/keys', { signal })),
})

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: async ({ signal }) => body(await client.GET('/api/users', { signal })),
})

const entriesAtOnce = 50

/** The log, the newest entries first. */
export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  staleTime: 0,
  initialPageParam: undefined as number | undefined,
  queryFn: async ({ pageParam: before, signal }) => {
    const query = { limit: entriesAtOnce, ...(before !== undefined && { before }) }
    return body(await client.GET('/api/audit', { params: { query }, signal }))
  },
  getNextPageParam: ({ items }) =>
    items.length < entriesAtOnce ? undefined : items.at(-1)?.audit_id,
})

export async function makeKey(key: NewKey): Promise<MadeKey> {
  return body(await client.POST('/api/keys', { body: key, headers }))
}

export async function revokeKey(keyId: number): Promise<void> {
  await client.DELETE('/api/keys/{key_id}', { params: { path: { key_id: keyId } }, headers })
}

export async function makeUser(user: NewUser): Promise<void> {
  await client.POST('/api/users', { body: user, headers })
}

export async function changeUser(userId: number, change: UserChange): Promise<void> {
  await client.PATCH('/api/users/{user_id}', {
    params: { path: { user_id: userId } },
    body: change,
    headers,
  })
}

export async function changePassword(current: string, next: string): Promise<void> {
  await client.POST('/api/session/password', { body: { current, new: next }, headers })
}
