/*
 * The customers looked at last, kept in this browser: their ids alone, and forgotten on signing out.
 */

const key = 'recent customers'
const kept = 5

/** The ids, the last one first; none where they can't be read. */
export function recentCustomers(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

function keep(ids: string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(ids.slice(0, kept)))
  } catch {
    // Storage may be forbidden; then nothing is remembered.
  }
}

export function noteCustomer(customerId: string): void {
  keep([customerId, ...recentCustomers().filter((id) => id !== customerId)])
}

/** One who is not, or no longer, there. */
export function forgetCustomer(customerId: string): void {
  const ids = recentCustomers()
  if (ids.includes(customerId)) keep(ids.filter((id) => id !== customerId))
}

export function forgetCustomers(): void {
  keep([])
}
