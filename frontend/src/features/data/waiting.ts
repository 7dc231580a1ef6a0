import type { Imports } from '@/services/api/types'

export type ImportRow = Imports['items'][number]

const day = 24 * 60 * 60 * 1000 // ms; the server keeps a file for so long
const listed = 3

const isAtWork = (status: string | null) =>
  status !== null && ['todo', 'doing', 'aborting'].includes(status)

/** The newest files that are neither loaded nor too old to be. */
export function waitingImports(rows: readonly ImportRow[], now: number): ImportRow[] {
  return rows
    .filter((row) => row.load_status !== 'succeeded')
    .filter((row) => isUnderWay(row) || now - Date.parse(row.uploaded_at) < day)
    .slice(0, listed)
}

/** A job of it waits or runs. */
export function isUnderWay(row: ImportRow): boolean {
  return isAtWork(row.load_status) || isAtWork(row.check_status)
}

/** How it stands with a file, and what can be done. */
export function waitingFor(row: ImportRow): { state: string; action: string } {
  if (isAtWork(row.load_status)) return { state: 'is being loaded', action: 'Watch' }
  if (isAtWork(row.check_status)) return { state: 'is being read', action: 'Watch' }
  if (row.load_status === 'failed') return { state: 'was not loaded', action: 'See why' }
  return { state: 'waits for your answer', action: 'Go on' }
}
