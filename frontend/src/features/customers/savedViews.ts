import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from '@tanstack/react-query'
import type { View, Views } from '@/services/api/types'
import { deleteView, replaceView, saveView, viewsQuery } from '@/services/api/views'
import { oldViewsQuery } from './oldViews'

/** The shop's views, asked for once those that this browser kept before are among them. */
export function useViews() {
  const old = useQuery(oldViewsQuery)
  const views = useQuery({ ...viewsQuery, enabled: !old.isPending })
  return { old, views }
}

interface Saving {
  name: string
  search: string
  /** The view of this name that is there already. */
  known: View | undefined
}

export function useSaveView(): UseMutationResult<View, Error, Saving> {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ name, search, known }: Saving) =>
      known === undefined
        ? saveView({ name, search })
        : replaceView(known.view_id, { name, search }),
    // Also where it failed: a colleague may have taken the name, or deleted the view.
    onSettled: () => client.invalidateQueries(viewsQuery),
  })
}

/** Takes the view out of the list at once; it comes back where the server keeps it. */
export function useDeleteView() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: (view: View) => deleteView(view.view_id),
    onMutate: async (view) => {
      await client.cancelQueries(viewsQuery)
      const before = client.getQueryData(viewsQuery.queryKey)
      client.setQueryData(
        viewsQuery.queryKey,
        (now: Views | undefined) =>
          now && { ...now, items: now.items.filter(({ view_id }) => view_id !== view.view_id) },
      )
      return before
    },
    onError: (_error, _view, before) => {
      client.setQueryData(viewsQuery.queryKey, before)
    },
    onSettled: () => client.invalidateQueries(viewsQuery),
  })
}
