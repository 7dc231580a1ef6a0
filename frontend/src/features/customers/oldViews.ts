import { queryOptions } from '@tanstack/react-query'
import { viewSearch } from '@/components/listState'
import { ApiError } from '@/services/api/error'
import { saveView } from '@/services/api/views'

/*
 * Views were once kept in each browser. What lies there still becomes the shop's when the menu is first opened.
 */

interface OldView {
  name: string
  search: string
}

const key = 'customer views'
const longestName = 60

function isView(value: unknown): value is OldView {
  if (typeof value !== 'object' || value === null) return false
  const { name, search } = value as Record<string, unknown>
  return typeof name === 'string' && typeof search === 'string'
}

function oldViews(): OldView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter(isView) : []
  } catch {
    return []
  }
}

/** One by one, so that what fails stays for the next time. Resolves to how many were moved. */
async function moveOldViews(): Promise<number> {
  let moved = 0
  for (let views = oldViews(); views[0] !== undefined; views = views.slice(1)) {
    if (await isSaved(views[0])) moved += 1
    localStorage.setItem(key, JSON.stringify(views.slice(1)))
  }
  if (localStorage.getItem(key) !== null) localStorage.removeItem(key)
  return moved
}

/** Under its name, or with a number behind it where that is taken; false where the list has no such view. */
async function isSaved({ name, search }: OldView): Promise<boolean> {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` (${number})`
    try {
      const free = name.slice(0, longestName - suffix.length) + suffix
      await saveView({ name: free, search: viewSearch(search) })
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 422) return false
      if (error.problem.errors?.[0]?.parameter !== 'name') throw error
    }
  }
}

export const oldViewsQuery = queryOptions({
  queryKey: ['old views'],
  queryFn: moveOldViews,
  staleTime: Infinity,
  retry: false,
})
