import { chance, day, days, decimal, lastDay, parse } from '@/format'
import type { CustomerProfile, Order } from '@/services/api/types'

type Rfm = CustomerProfile['rfm']

/** "Silent for 101 days, 4.1 times the usual gap" */
export function rhythmFinding({ recency, frequency, typical_gap_days: gap }: Rfm): string {
  if (frequency === 1) return `One order so far, ${days(recency)} ago`
  if (gap === null || gap <= 0) return `Last order ${days(recency)} ago`
  const ratio = recency / gap
  if (ratio > 1) return `Silent for ${days(recency)}, ${decimal(ratio, 1)} times the usual gap`
  return `Last order ${days(recency)} ago, within the usual gap of ${days(gap)}`
}

const strong = 4
const weak = 2

/** "Strong on orders and spend, weak on recency" */
export function scoresFinding({ r_score, f_score, m_score }: Rfm): string {
  const scores = [
    { name: 'recency', score: r_score },
    { name: 'orders', score: f_score },
    { name: 'spend', score: m_score },
  ]
  const named = (test: (score: number) => boolean) =>
    scores.filter(({ score }) => test(score)).map(({ name }) => name)
  const high = named((score) => score >= strong)
  const low = named((score) => score <= weak)
  if (high.length === 3) return 'Strong on recency, orders and spend'
  if (low.length === 3) return 'Weak on recency, orders and spend'
  if (high.length > 0 && low.length > 0) return `Strong on ${list(high)}, weak on ${list(low)}`
  if (high.length > 0) return `Strong on ${list(high)}`
  if (low.length > 0) return `Weak on ${list(low)}`
  return 'In the middle on recency, orders and spend'
}

function list(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** "59% likely to buy within 30 days, nearly twice the average" */
export function predictionFinding(prediction: CustomerProfile['prediction']): string {
  const { purchase_probability: own, mean_probability: mean, horizon_days: horizon } = prediction
  if (own === null) return 'No forecast in this run'
  const start = `${chance(own)} likely to buy within ${horizon} days`
  if (mean === null || mean <= 0) return start
  return `${start}, ${againstMean(own / mean)}`
}

function againstMean(ratio: number): string {
  if (ratio >= 1.1 && ratio < 1.8) return 'above the average'
  if (ratio >= 1.8 && ratio < 2) return 'nearly twice the average'
  if (ratio >= 2) return `${decimal(ratio, 1)} times the average`
  if (ratio > 0.9) return 'as the average'
  return ratio > 0.55 ? 'below the average' : 'half the average or less'
}

export interface OrderDay {
  date: string
  time: number
  value: number
  orders: number
  pieces: number
  /** Days since the order day before; null for the first. */
  daysSince: number | null
}

const dayMs = 86_400_000

/** The days with an order, oldest first: two orders of a day are one visit, returns are none. */
export function orderDays(orders: readonly Order[]): OrderDay[] {
  const byDate = new Map<string, OrderDay>()
  const oldestFirst = [...orders].sort((a, b) => a.ordered_at.localeCompare(b.ordered_at))
  for (const order of oldestFirst.filter((each) => each.is_order)) {
    const date = order.ordered_at.slice(0, 10)
    const soFar = byDate.get(date)
    byDate.set(date, {
      date,
      time: parse(date).getTime(),
      value: (soFar?.value ?? 0) + order.gross,
      orders: (soFar?.orders ?? 0) + 1,
      pieces: (soFar?.pieces ?? 0) + order.pieces,
      daysSince: null,
    })
  }
  const visits = [...byDate.values()]
  return visits.map((visit, index) => {
    const before = visits[index - 1]
    return before === undefined
      ? visit
      : { ...visit, daysSince: Math.round((visit.time - before.time) / dayMs) }
  })
}

type SegmentThen = CustomerProfile['segments'][number]

/** Moments one after the other at which the segment was the same. */
export interface Stretch {
  segment: string
  from: string
  to: string
  moments: number
}

/** The oldest first. */
export function stretchesOf(segments: readonly SegmentThen[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const { as_of: asOf, segment } of segments) {
    const open = stretches.at(-1)
    if (open?.segment === segment) {
      open.to = asOf
      open.moments += 1
    } else {
      stretches.push({ segment, from: asOf, to: asOf, moments: 1 })
    }
  }
  return stretches
}

/** "At Risk since 31 Oct 2011, Loyal Customers before" */
export function segmentsFinding(segments: readonly SegmentThen[]): string {
  const stretches = stretchesOf(segments)
  const now = stretches.at(-1)
  const before = stretches.at(-2)
  if (now === undefined) return 'No segment yet'
  if (before === undefined) {
    return now.moments === 1
      ? `${now.segment}, with no month end before`
      : `${now.segment} at every month end since ${day(lastDay(now.from))}`
  }
  return now.from === segments.at(-1)?.as_of
    ? `${now.segment} now, ${before.segment} on ${day(lastDay(before.to))}`
    : `${now.segment} since ${day(lastDay(now.from))}, ${before.segment} before`
}
