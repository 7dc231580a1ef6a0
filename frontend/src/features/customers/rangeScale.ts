import type { Histogram } from '@/services/api/types'
import type { Range } from '@/components/listState'

/**
 * The places where a thumb may stand: the lowest value, the borders between the bins, the highest
 * value. The outer bins also count what lies beyond their own borders.
 */
export function edgesOf({ bins, min, max }: Histogram): number[] {
  return bins.length === 0 ? [] : [min, ...bins.slice(1).map((bin) => bin.from), max]
}

/**
 * A thumb at either end sets no bound. Bounds are multiples of the step; for whole numbers the
 * upper one lies below the bin's border, which belongs to the next bin.
 */
export function rangeAt(
  [low, high]: readonly [number, number],
  edges: readonly number[],
  step: number,
): Range {
  const from = low > 0 ? edges[low] : undefined
  const to = high < edges.length - 1 ? edges[high] : undefined
  const min = from === undefined ? undefined : lowerBound(from, step)
  const max = to === undefined ? undefined : upperBound(to, step)
  return {
    ...(min !== undefined && { min }),
    // Between two borders less than a step apart there may be no multiple of it.
    ...(max !== undefined && { max: min === undefined ? max : Math.max(min, max) }),
  }
}

function lowerBound(edge: number, step: number): number {
  return multiple(Math.ceil(roughly(edge / step)), step)
}

function upperBound(edge: number, step: number): number {
  return multiple(Math.ceil(roughly(edge / step)) - 1, step)
}

function roughly(value: number): number {
  return Number(value.toFixed(6))
}

function multiple(times: number, step: number): number {
  return Number((times * step).toPrecision(10))
}

/** Where the thumbs stand for a range: on the borders whose own bounds are nearest to it. */
export function thumbsAt(
  { min, max }: Range,
  edges: readonly number[],
  step: number,
): [number, number] {
  const last = edges.length - 1
  const lower = edges.map((edge, index) => (index === 0 ? edge : lowerBound(edge, step)))
  const upper = edges.map((edge, index) => (index === last ? edge : upperBound(edge, step)))
  const low = min === undefined ? 0 : nearest(lower, min)
  const high = max === undefined ? last : nearest(upper, max)
  return [low, Math.max(low, high)]
}

function nearest(edges: readonly number[], value: number): number {
  let best = 0
  edges.forEach((edge, index) => {
    if (Math.abs(edge - value) < Math.abs((edges[best] ?? Infinity) - value)) best = index
  })
  return best
}
