import { queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { body } from './queries'
import type { NewView, View } from './types'

const headers = { 'X-Requested-With': 'fetch' }

/** Colleagues save views, too: what is known of them is asked anew each time. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  staleTime: 0,
  queryFn: async ({ signal }) => body(await client.GET('/api/views', { signal })),
})

export async function saveView(view: NewView): Promise<View> {
  return body(await client.POST('/api/views', { body: view, headers }))
}

export async function replaceView(viewId: number, view: NewView): Promise<View> {
  const params = { path: { view_id: viewId } }
  return body(await client.PUT('/api/views/{view_id}', { params, body: view, headers }))
}

export async function deleteView(viewId: number): Promise<void> {
  await client.DELETE('/api/views/{view_id}', { params: { path: { view_id: viewId } }, headers })
}
