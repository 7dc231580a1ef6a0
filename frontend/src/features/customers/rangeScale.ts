import type { Histogram } from '@/services/api/types'
import type { Range } from './listState'

/** The bins' borders, from the lowest value to the highest: the places where a thumb may stand. */
export function edgesOf({ bins }: Pick<Histogram, 'bins'>): number[] {
  const last = bins.at(-1)
  return last === undefined ? [] : [...bins.map((bin) => bin.from), last.to]
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
  return {
    ...(from !== undefined && { min: multiple(Math.ceil(roughly(from / step)), step) }),
    ...(to !== undefined && { max: multiple(Math.ceil(roughly(to / step)) - 1, step) }),
  }
}

function roughly(value: number): number {
  return Number(value.toFixed(6))
}

function multiple(times: number, step: number): number {
  return Number((times * step).toPrecision(10))
}

/** Where the thumbs stand for a range: on the border nearest to each bound. */
export function thumbsAt({ min, max }: Range, edges: readonly number[]): [number, number] {
  const low = min === undefined ? 0 : nearest(edges, min)
  const high = max === undefined ? edges.length - 1 : nearest(edges, max)
  return [low, Math.max(low, high)]
}

function nearest(edges: readonly number[], value: number): number {
  let best = 0
  edges.forEach((edge, index) => {
    if (Math.abs(edge - value) < Math.abs((edges[best] ?? Infinity) - value)) best = index
  })
  return best
}
