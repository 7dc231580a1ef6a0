import { describe, expect, test } from 'vitest'
import {
  countFilters,
  customerSearch,
  ignoredFilters,
  listSearch,
  viewSearch,
  nextSort,
  noFilters,
  readFilters,
  readStart,
  toQuery,
  writeFilters,
  writeStart,
} from '@/components/listState'
import { edgesOf, rangeAt, thumbsAt } from './rangeScale'

const address =
  'segment=At+Risk&segment=Lost&country=Germany&r_score=2&fm_score=5&cell=5-4&cell=1-1&min_monetary=500&max_probability=0.3&q=161'

describe('filters in the address', () => {
  test('come back as they were written', () => {
    const filters = readFilters(new URLSearchParams(address))
    expect(writeFilters(new URLSearchParams(), filters).toString()).toBe(address)
  })

  test('are what the API is asked', () => {
    expect(toQuery(readFilters(new URLSearchParams(address)))).toEqual({
      segment: ['At Risk', 'Lost'],
      country: ['Germany'],
      r_score: [2],
      fm_score: [5],
      cell: ['5-4', '1-1'],
      min_monetary: 500,
      max_probability: 0.3,
      q: '161',
    })
  })

  test('leave sort and columns alone', () => {
    const current = new URLSearchParams('segment=Lost&sort=recency&columns=segment')
    expect(writeFilters(current, noFilters).toString()).toBe('sort=recency&columns=segment')
  })

  test('that cannot be meant are dropped', () => {
    const filters = readFilters(
      new URLSearchParams('r_score=9&r_score=x&cell=6-1&cell=5&min_monetary=much&q=++'),
    )
    expect(toQuery(filters)).toEqual({})
    expect(countFilters(filters)).toBe(0)
  })

  test('that cannot be meant are named', () => {
    const wrong = 'r_score=9&fm_score=x&cell=9-9&min_monetary=abc&max_spend=5&max_recency=1e999'
    expect(ignoredFilters(new URLSearchParams(wrong))).toEqual(wrong.split('&'))
    const others = 'sort=recency&columns=r_score&from_row=7&table=orders&min_monetary=&q=max_'
    expect(ignoredFilters(new URLSearchParams(`${address}&${others}`))).toEqual([])
  })

  test('search for as many letters as the API takes', () => {
    for (const letter of ['a', '😀']) {
      const longest = new URLSearchParams({ q: letter.repeat(100) })
      expect(readFilters(longest).q).toBe(letter.repeat(100))
      expect(ignoredFilters(longest)).toEqual([])
      const longer = new URLSearchParams({ q: letter.repeat(101) })
      expect(readFilters(longer).q).toBe('')
      expect(ignoredFilters(longer)).toEqual([`q=${letter.repeat(101)}`])
    }
  })

  test('are counted by kind', () => {
    expect(countFilters(readFilters(new URLSearchParams(address)))).toBe(8)
  })
})

test('a sorted column turns round, another begins at its interesting end', () => {
  expect(nextSort('-monetary', 'monetary')).toBe('monetary')
  expect(nextSort('monetary', 'monetary')).toBe('-monetary')
  expect(nextSort('-monetary', 'recency')).toBe('-recency')
})

describe('range slider', () => {
  const edges = [1, 17.3, 32.6, 374]

  test('sets no bound at its ends', () => {
    expect(rangeAt([0, 3], edges, 1)).toEqual({})
  })

  test('gives whole bounds that part the bins', () => {
    expect(rangeAt([1, 2], edges, 1)).toEqual({ min: 18, max: 32 })
    expect(rangeAt([1, 2], [0, 0.25, 0.3, 1], 0.01)).toEqual({ min: 0.25, max: 0.29 })
  })

  test('puts the thumbs nearest to bounds from the address', () => {
    expect(thumbsAt({ min: 18 }, edges, 1)).toEqual([1, 3])
    expect(thumbsAt({ min: 20, max: 40 }, edges, 1)).toEqual([1, 2])
  })

  test('goes from the true lowest value to the true highest', () => {
    const bins = [
      { from: 2, to: 17.29, customers: 1028 },
      { from: 17.29, to: 369, customers: 116 },
    ]
    expect(edgesOf({ min: 1, max: 374, bins })).toEqual([1, 17.29, 374])
    expect(edgesOf({ min: 1, max: 374, bins: [] })).toEqual([])
  })

  test('leaves the thumbs where they were let go, whatever the borders’ fractions', () => {
    const orders = [1, 2.208, 3.417, 4.625, 5.833, 206]
    for (let low = 0; low < orders.length - 1; low += 1) {
      for (let high = low + 1; high < orders.length; high += 1) {
        expect(thumbsAt(rangeAt([low, high], orders, 1), orders, 1)).toEqual([low, high])
      }
    }
  })

  test('never asks for more than at most so much', () => {
    expect(rangeAt([1, 2], [1, 1.2, 1.4, 5], 1)).toEqual({ min: 2, max: 2 })
  })
})

describe('where the list begins', () => {
  test('is a value or a row, never both', () => {
    expect(readStart(new URLSearchParams('from_value=500&from_row=7'))).toEqual({
      from_value: '500',
    })
    expect(readStart(new URLSearchParams('from_row=7'))).toEqual({ from_row: 7 })
    const current = new URLSearchParams('sort=recency&from_value=500')
    expect(writeStart(current, { from_row: 7 }).toString()).toBe('sort=recency&from_row=7')
  })

  test('is not taken along to a customer; filters, order and columns are, and come back', () => {
    const list = 'segment=Lost&columns=segment&from_row=7'
    const customer = customerSearch(new URLSearchParams(list))
    expect(customer).toBe('segment=Lost&columns=segment&sort=-monetary')
    expect(listSearch(new URLSearchParams(`${customer}&order=9&table=orders`))).toBe(
      'segment=Lost&columns=segment',
    )
  })
})

describe('a view', () => {
  test('is the same text for the same filters, order and columns', () => {
    const one = viewSearch('?sort=recency&segment=Lost&segment=At+Risk&columns=monetary,segment')
    const other = viewSearch(
      'columns=monetary%2Csegment&segment=Lost&segment=At%20Risk&sort=recency',
    )
    expect(one).toBe('columns=monetary%2Csegment&segment=Lost&segment=At+Risk&sort=recency')
    expect(other).toBe(one)
  })

  test('has nothing of where the list begins, nor what is no filter', () => {
    const more = 'from_row=7&from_value=9&table=orders&r_score=9&r_score=5&min_monetary=much'
    expect(viewSearch(`${more}&sort=-monetary&columns=`)).toBe('columns=&r_score=5')
  })
})
