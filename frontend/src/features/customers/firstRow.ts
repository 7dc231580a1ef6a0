import type { CustomerPage } from '@/services/api/types'

/** Which row of the list the first loaded one is; the page that the list began with knows its own. */
export function firstRowOf(pages: readonly CustomerPage[]): number | null {
  let above = 0
  for (const page of pages) {
    if (page.first_row !== null) return page.first_row - above
    above += page.items.length
  }
  return null
}
