import type { ListQuery } from '@/services/api/types'

/*
 * The list's filters, sort and columns live in the address, under the names that the API uses.
 */

export const textLists = ['segment', 'country'] as const
export const scoreLists = ['r_score', 'f_score', 'm_score', 'fm_score'] as const
export const rangeNames = ['recency', 'monetary', 'frequency', 'probability'] as const

const lists = [...textLists, ...scoreLists, 'cell'] as const

export type ScoreList = (typeof scoreLists)[number]
export type RangeName = (typeof rangeNames)[number]

export interface Range {
  min?: number
  max?: number
}

export interface Filters {
  segment: string[]
  country: string[]
  r_score: number[]
  f_score: number[]
  m_score: number[]
  fm_score: number[]
  /** Cells of the grid, as `5-4`. */
  cell: string[]
  ranges: Partial<Record<RangeName, Range>>
  q: string
}

/** New filters from those that are set at that moment. */
export type ChangeFilters = (current: Filters) => Filters

export const defaultSort = '-monetary'

/** How many letters the API takes of what is searched for. */
export const longestSearch = 100

const filterKeys = [...lists, ...rangeNames.flatMap((name) => [`min_${name}`, `max_${name}`]), 'q']

function isScore(score: number): boolean {
  return Number.isInteger(score) && score >= 1 && score <= 5
}

function scores(params: URLSearchParams, name: string): number[] {
  return params.getAll(name).map(Number).filter(isScore)
}

function isCell(name: string): boolean {
  return /^[1-5]-[1-5]$/.test(name)
}

function number(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name)
  if (text === null || text.trim() === '') return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** Counted in letters, as the API does: one beyond the usual ones is two units of a text. */
function isTooLong(search: string): boolean {
  return Array.from(search.trim()).length > longestSearch
}

/** A range with the bounds that are set. */
export function rangeOf(min: number | undefined, max: number | undefined): Range {
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

export function readFilters(params: URLSearchParams): Filters {
  const ranges: Filters['ranges'] = {}
  for (const name of rangeNames) {
    const min = number(params, `min_${name}`)
    const max = number(params, `max_${name}`)
    if (min !== undefined || max !== undefined) ranges[name] = rangeOf(min, max)
  }
  return {
    segment: params.getAll('segment'),
    country: params.getAll('country'),
    r_score: scores(params, 'r_score'),
    f_score: scores(params, 'f_score'),
    m_score: scores(params, 'm_score'),
    fm_score: scores(params, 'fm_score'),
    cell: params.getAll('cell').filter(isCell),
    ranges,
    q: isTooLong(params.get('q') ?? '') ? '' : (params.get('q') ?? ''),
  }
}

/** What an address holds of filters that are none, as `r_score=9`: the list goes without them, and says so. */
export function ignoredFilters(params: URLSearchParams): string[] {
  const ignored: string[] = []
  params.forEach((value, name) => {
    if (value.trim() !== '' && isIgnored(name, value)) ignored.push(`${name}=${value}`)
  })
  return ignored
}

function isIgnored(name: string, value: string): boolean {
  if (scoreLists.some((list) => list === name)) return !isScore(Number(value))
  if (name === 'cell') return !isCell(value)
  if (name === 'q') return isTooLong(value)
  if (!/^(min|max)_|_score$/.test(name)) return false
  return !filterKeys.includes(name) || !Number.isFinite(Number(value))
}

/** The address with these filters; sort, columns and whatever else it holds stay. */
export function writeFilters(current: URLSearchParams, filters: Filters): URLSearchParams {
  const params = new URLSearchParams(current)
  filterKeys.forEach((key) => {
    params.delete(key)
  })
  for (const [key, value] of Object.entries(toQuery(filters))) {
    for (const each of [value].flat()) params.append(key, String(each))
  }
  return params
}

/** The filters under the API's parameter names, only those that are set. */
export function toQuery(filters: Filters): ListQuery {
  const query: Record<string, unknown> = {}
  for (const name of lists) {
    if (filters[name].length > 0) query[name] = filters[name]
  }
  for (const name of rangeNames) {
    const range = filters.ranges[name]
    if (range?.min !== undefined) query[`min_${name}`] = range.min
    if (range?.max !== undefined) query[`max_${name}`] = range.max
  }
  const text = filters.q.trim()
  if (text !== '') query.q = text
  return query
}

/** How many kinds of filter are set: what "Clear filters" would clear. */
export function countFilters(filters: Filters): number {
  const set = lists.filter((name) => filters[name].length > 0)
  return set.length + Object.keys(filters.ranges).length + (filters.q.trim() === '' ? 0 : 1)
}

export const noFilters: Filters = readFilters(new URLSearchParams())

/** The list with the value added, or without it where it was in. */
export function toggled<Value>(list: readonly Value[], value: Value): Value[] {
  return list.includes(value) ? list.filter((each) => each !== value) : [...list, value]
}

/** The list with the value one place further up (-1) or down (1); at an end it stays. */
export function moved<Value>(list: readonly Value[], value: Value, by: -1 | 1): Value[] {
  const from = list.indexOf(value)
  const other = list[from + by]
  if (from < 0 || other === undefined) return [...list]
  const next = [...list]
  next[from] = other
  next[from + by] = value
  return next
}

/** A first click sorts downwards, where the interesting end is; the next one turns it round. */
export function nextSort(current: string, field: string): string {
  return current === `-${field}` ? field : `-${field}`
}

const startKeys = ['from_value', 'from_row'] as const

/** Where the list begins, where that is not its first row. */
export type Start = Pick<ListQuery, (typeof startKeys)[number]>

export function readStart(params: URLSearchParams): Start {
  const value = params.get('from_value')
  if (value !== null && value !== '') return { from_value: value }
  const row = number(params, 'from_row')
  return row === undefined ? {} : { from_row: row }
}

/** The address with the list beginning there; at its first row where nothing is given. */
export function writeStart(current: URLSearchParams, start: Start): URLSearchParams {
  const params = new URLSearchParams(current)
  for (const key of startKeys) {
    params.delete(key)
    if (start[key] !== undefined) params.set(key, String(start[key]))
  }
  return params
}

/** What a customer's page is given of the list that it was opened from, so that it knows who comes next. */
export function customerSearch(list: URLSearchParams): string {
  const params = writeStart(list, {})
  if (!params.has('sort')) params.set('sort', defaultSort)
  return params.toString()
}

/** What an address of the list says of filters, order and columns, always in one order: equal views are equal texts. */
export function viewSearch(search: string): string {
  const params = new URLSearchParams(search)
  const view = new URLSearchParams(listSearch(writeFilters(params, readFilters(params))))
  view.sort()
  return view.toString()
}

/** The list again, out of the address of a customer's page that was opened from it. */
export function listSearch(customer: URLSearchParams): string {
  const params = new URLSearchParams()
  const known = [...filterKeys, 'sort', 'columns']
  customer.forEach((value, key) => {
    if (known.includes(key) && !(key === 'sort' && value === defaultSort)) params.append(key, value)
  })
  return params.toString()
}
