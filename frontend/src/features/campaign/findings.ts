import { count, counted } from '@/format'
import type { Campaign, CampaignPlan, PlanPoint } from '@/services/api/types'
import type { Terms } from './terms'

/** "Past 1,740 customers, each further letter loses money" */
export function curveFinding(plan: CampaignPlan, terms: Terms): string {
  const { best, curve } = plan
  const all = curve.at(-1)
  if (best === null || all === undefined) return 'No plan yet'
  if (isBelowOneLetter(plan, terms)) return 'The budget does not pay for one letter'
  if (best.customers === 0) return 'Each letter costs more than it brings'
  if (best.customers === all.customers) return 'Even the last letter still pays'
  if (isLimited(plan)) return `The budget ends at ${counted(best.customers, 'customer')}`
  return `Past ${counted(best.customers, 'customer')}, each further letter loses money`
}

/** Whether the budget, not the profit, ends the plan. */
export function isLimited({ best, changes }: CampaignPlan): boolean {
  const free = changes.find(({ change }) => liftsLimit(change))
  return best !== null && free !== undefined && free.customers > best.customers
}

/** Whether letters would pay, but the budget buys none of them. */
export function isBelowOneLetter(plan: CampaignPlan, { budget, cost }: Terms): boolean {
  return budget !== null && budget < cost && isLimited(plan)
}

/** By how much the letters cost more than the budget; 0 within it. */
export function overBudget({ letters }: PlanPoint, { budget, cost }: Terms): number {
  if (budget === null || cost === 0) return 0
  // As the API counts: of 0.30 three letters at 0.10 are paid, in binary fractions, too.
  return letters > (budget / cost) * (1 + 1e-12) ? cost * letters - budget : 0
}

/** Whether a change takes the limit away that a budget sets. */
export function liftsLimit(change: string): boolean {
  return change.startsWith('no limit')
}

/** The point of the curve that lies nearest to a number of customers. */
export function pointAt(curve: readonly PlanPoint[], customers: number): PlanPoint | undefined {
  return curve[placeOf(curve, customers)]
}

export function placeOf(curve: readonly PlanPoint[], customers: number): number {
  let nearest = 0
  curve.forEach((point, place) => {
    const lies = Math.abs(point.customers - customers)
    if (lies < Math.abs((curve[nearest]?.customers ?? 0) - customers)) nearest = place
  })
  return nearest
}

const rankings: Record<string, { words: string; sort: string | null }> = {
  past_spend: { words: 'net spend so far', sort: '-monetary' },
  probability: { words: 'the probability of an order', sort: '-purchase_probability' },
  probability_and_spend: { words: 'the probability of an order times net spend', sort: null },
}

export function rankingWords(ranking: string | null): string {
  return rankings[ranking ?? '']?.words ?? 'the ranking of this run'
}

/** The sort of the list of customers that gives the same order; null where there is none. */
export function rankingSort(ranking: string | null): string | null {
  return rankings[ranking ?? '']?.sort ?? null
}

const changeNames: Record<string, string> = {
  'effect halved': 'They spend half as much more',
  'effect doubled': 'They spend twice as much more',
  'cost doubled': 'A letter costs twice as much',
  'margin halved': 'The margin is half of it',
  'no limit of budget or capacity': 'No limit of budget',
}

export function changeName(change: string): string {
  return changeNames[change] ?? change
}

/** "October came within the interval: £13,587 promised, £15,082 came" */
export function promiseFinding(past: NonNullable<CampaignPlan['past']>, month: string): string {
  const { promised_low: low, promised_high: high, profit } = past
  if (low === null || high === null) return `What the plan promised for ${month}, and what came`
  if (profit > high) return `${month} brought more than the plan's interval allowed`
  if (profit < low) return `${month} brought less than the plan's interval allowed`
  return `${month} lay within the plan's interval`
}

/** "2 campaigns, 1 of them measured" */
export function campaignsFinding(campaigns: readonly Campaign[]): string {
  if (campaigns.length === 0) return 'No campaign yet'
  const measured = campaigns.filter(({ result }) => result !== null).length
  const those = measured === campaigns.length ? 'measured' : `${count(measured)} of them measured`
  return `${counted(campaigns.length, 'campaign')}, ${measured === 0 ? 'none measured yet' : those}`
}
