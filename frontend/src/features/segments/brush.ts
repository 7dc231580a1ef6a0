import { cellName } from '@/components/segments/gridCells'
import type { GridCell } from '@/services/api/types'

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

export const steps: Record<Direction, readonly [r: number, fm: number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

export function isDirection(key: string): key is Direction {
  return key in steps
}

function placeOf(name: string): [r: number, fm: number] {
  const [r = 0, fm = 0] = name.split('-').map(Number)
  return [r, fm]
}

/** The cells with customers, from one to another, as a rectangle. */
export function cellsBetween(grid: readonly GridCell[], from: string, to: string): string[] {
  const [[r, fm], [otherR, otherFm]] = [placeOf(from), placeOf(to)]
  const within = (value: number, a: number, b: number) =>
    value >= Math.min(a, b) && value <= Math.max(a, b)
  return grid
    .filter((cell) => cell.customers > 0)
    .filter((cell) => within(cell.r, r, otherR) && within(cell.fm, fm, otherFm))
    .map(cellName)
}

/** The next cell with customers in this direction; null at the edge. */
export function nextCell(
  grid: readonly GridCell[],
  from: string,
  direction: Direction,
): string | null {
  const [stepR, stepFm] = steps[direction]
  let [r, fm] = placeOf(from)
  for (;;) {
    r += stepR
    fm += stepFm
    const cell = grid.find((each) => each.r === r && each.fm === fm)
    if (cell === undefined) return null
    if (cell.customers > 0) return cellName(cell)
  }
}

export interface BrushTotal {
  cells: number
  customers: number
  monetary: number
}

export function totalOf(grid: readonly GridCell[], chosen: ReadonlySet<string>): BrushTotal {
  const cells = grid.filter((cell) => chosen.has(cellName(cell)))
  return {
    cells: cells.length,
    customers: cells.reduce((sum, cell) => sum + cell.customers, 0),
    monetary: cells.reduce((sum, cell) => sum + cell.monetary, 0),
  }
}
