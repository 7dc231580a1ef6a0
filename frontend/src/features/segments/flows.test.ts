import { expect, test } from 'vitest'
import { flowName, movementFinding } from '@/components/segments/moves'
import type { Flow, Movement } from '@/services/api/types'
import { sankeyOf } from './flows'

function flow(from: string | null, to: string | null, customers: number, worth = 0): Flow {
  return {
    from_segment: from,
    to_segment: to,
    customers,
    monetary_before: 0,
    monetary_after: worth,
  }
}

function movement(items: Flow[]): Movement {
  return {
    run_id: 3,
    currency: 'GBP',
    earlier: '2011-11-01',
    later: '2011-12-01',
    note: null,
    month_ends: [],
    items,
  }
}

const all = movement([
  flow('Lost', 'Lost', 600),
  flow('Champions', 'Champions', 500),
  flow('At Risk', 'Champions', 30, 900_000),
  flow('Champions', 'At Risk', 12, 84_000),
  flow('Champions', 'Loyal Customers', 40, 20_000),
  flow(null, 'New Customers', 41, 5000),
  flow('Lost', null, 1),
])

test('both sides stand in the order of engagement, newcomers last', () => {
  const { nodes, links, least } = sankeyOf(all)
  expect(nodes.map(({ side, name, customers, change }) => [side, name, customers, change])).toEqual(
    [
      ['before', 'Champions', 552, null],
      ['before', 'At Risk', 30, null],
      ['before', 'Lost', 600, null],
      ['before', 'First order', 41, null],
      ['after', 'Champions', 530, -22],
      ['after', 'Loyal Customers', 40, 40],
      ['after', 'New Customers', 41, 41],
      ['after', 'At Risk', 12, -18],
      ['after', 'Lost', 600, 0],
    ],
  )
  expect(links).toHaveLength(6)
  expect(least).toBe(5)
  expect(links.some(({ small }) => small)).toBe(false)
})

test('the finding is the fall by the most money', () => {
  expect(movementFinding(all)).toBe('12 Champions became At Risk, worth £84.0k')
  expect(movementFinding(movement([flow('Lost', 'Lost', 2)]))).toBe('Nobody changed segment')
  expect(movementFinding(movement([flow('Lost', 'Promising', 2)]))).toBe(
    '2 customers moved up, nobody down',
  )
})

test('a flow is named in words', () => {
  expect(flowName(flow('Lost', 'Lost', 600))).toBe('600 stayed Lost')
  expect(flowName(flow(null, 'New Customers', 41))).toBe(
    '41 who had not ordered before became New Customers',
  )
})
