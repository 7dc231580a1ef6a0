import { expect, test } from 'vitest'
import type { CellRule, SegmentRules } from '@/services/api/types'
import {
  cellsInWords,
  changedCells,
  daysProblem,
  draftOf,
  isChanged,
  wantedOf,
  withDefaults,
  withSegment,
} from './rules'

const cells: CellRule[] = [5, 4, 3, 2, 1].flatMap((r) =>
  [1, 2, 3, 4, 5].map((fm) => ({ r, fm, segment: fm + r > 8 ? 'Champions' : 'Lost' })),
)
const rules: SegmentRules = {
  run_id: 7,
  cells,
  new_customer_segment: 'New Customers',
  new_customer_days: 90,
  is_default: false,
  default: {
    cells: cells.map((cell) => ({ ...cell, segment: 'Promising' })),
    new_customer_days: 60,
  },
  segments: ['Champions', 'Promising', 'Lost'],
}

test('rows that are alike are told together', () => {
  expect(cellsInWords(cells, 'Champions')).toBe('R5 with FM4–5; R4 with FM5')
  expect(cellsInWords(cells, 'Lost')).toBe('R5 with FM1–3; R4 with FM1–4; R1–3 with FM1–5')
  expect(cellsInWords(cells, 'Promising')).toBe('')
  const apart = cells.filter(({ r, fm }) => r > 3 && fm !== 2 && fm < 4)
  expect(cellsInWords(apart, 'Lost')).toBe('R4–5 with FM1, FM3')
})

test('a draft remembers the run that it began from and what it changed', () => {
  const draft = draftOf(rules)
  expect(isChanged(draft, rules)).toBe(false)
  const changed = withSegment(draft, ['5-1', '4-5'], 'Promising')
  expect(changedCells(changed, rules)).toEqual(['5-1', '4-5'])
  expect(isChanged({ ...draft, days: '30' }, rules)).toBe(true)
  const wanted = wantedOf({ ...changed, days: '30' })
  expect([wanted.run_id, wanted.new_customer_days, wanted.cells.length]).toEqual([7, 30, 25])
  expect(wanted.cells[0]).toEqual({ r: 5, fm: 1, segment: 'Promising' })
  const usual = withDefaults(changed, rules)
  expect([usual.runId, usual.days, new Set(usual.cells.values()).size]).toEqual([7, '60', 1])
})

test('days are a whole number within bounds', () => {
  for (const good of ['0', '90', '3650']) expect(daysProblem(good)).toBeNull()
  for (const bad of ['', '-1', '1.5', 'many', '3651', '1e3'])
    expect(daysProblem(bad)).not.toBeNull()
})
