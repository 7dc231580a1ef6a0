import type { GridCell } from '@/services/api/types'

/** A cell's name in the address and for the API: its recency score, then FM. */
export function cellName({ r, fm }: Pick<GridCell, 'r' | 'fm'>): string {
  return `${r}-${fm}`
}

/** The list of exactly these cells; New Customers, who stand outside the grid, are in none. */
export function customersInCells(names: Iterable<string>): string {
  const params = new URLSearchParams()
  for (const name of names) params.append('cell', name)
  return `/customers?${params.toString()}`
}
