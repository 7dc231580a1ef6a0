import { expect, test } from 'vitest'
import type { GridCell } from '@/services/api/types'
import { cellsBetween, nextCell, totalOf } from './brush'

const grid: GridCell[] = [5, 4, 3, 2, 1].flatMap((r) =>
  [1, 2, 3, 4, 5].map((fm) => ({
    r,
    fm,
    customers: r === 4 && fm === 2 ? 0 : 10 * r + fm,
    monetary: r,
    segment: 'Lost',
  })),
)

test('a rectangle is the same from either corner, without empty cells', () => {
  const cells = ['5-1', '5-2', '5-3', '4-1', '4-3']
  expect(cellsBetween(grid, '5-1', '4-3')).toEqual(cells)
  expect(cellsBetween(grid, '4-3', '5-1')).toEqual(cells)
})

test('an arrow passes over an empty cell and stops at the edge', () => {
  expect(nextCell(grid, '4-1', 'ArrowRight')).toBe('4-3')
  expect(nextCell(grid, '5-2', 'ArrowDown')).toBe('3-2')
  expect(nextCell(grid, '5-2', 'ArrowUp')).toBeNull()
})

test('what is chosen is summed up', () => {
  expect(totalOf(grid, new Set(['5-5', '1-1']))).toEqual({ cells: 2, customers: 66, monetary: 6 })
})
