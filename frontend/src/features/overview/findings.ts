import { capitalised, compactMoney, day, monthName, percent } from '@/format'
import type { GridCell, Month, Overview } from '@/services/api/types'

/** The last two months that are complete and adjacent; a partial month is never compared. */
export function lastTwoFull(months: readonly Month[]): { last?: Month; before?: Month } {
  const full = months.filter((month) => !month.partial)
  const last = full.at(-1)
  const before = full.at(-2)
  return { ...(last && { last }), ...(before && { before }) }
}

export function change(now: number, before: number): number | null {
  return before > 0 ? now / before - 1 : null
}

const fractions = [
  { value: 1, words: 'twice as much as in' },
  { value: 0.5, words: 'half above' },
  { value: 1 / 3, words: 'a third above' },
  { value: 0.25, words: 'a quarter above' },
  { value: -0.25, words: 'a quarter below' },
  { value: -1 / 3, words: 'a third below' },
  { value: -0.5, words: 'half of' },
]

/** "a third above", or "12% below" where no plain fraction is near. */
export function changeInWords(ratio: number): string {
  const near = fractions.find(({ value }) => Math.abs(value - ratio) < 0.018)
  if (near) return near.words
  if (Math.abs(ratio) < 0.005) return 'level with'
  return `${percent(Math.abs(ratio))} ${ratio > 0 ? 'above' : 'below'}`
}

/** "November was the best month: £1.43M, a third above October" */
export function revenueFinding(months: readonly Month[], currency: string): string {
  const { last, before } = lastTwoFull(months)
  if (!last) return 'No month is complete yet'
  const full = months.filter((month) => !month.partial)
  const best = full.reduce((top, month) => (month.revenue > top.revenue ? month : top))
  const amount = compactMoney(last.revenue, currency)
  const ratio = before ? change(last.revenue, before.revenue) : null
  const comparison =
    before && ratio !== null ? `, ${changeInWords(ratio)} ${monthName(before.month)}` : ''
  if (full.length > 1 && best === last) {
    return `${monthName(last.month)} was the best month: ${amount}${comparison}`
  }
  return `${monthName(last.month)} brought ${amount}${comparison}`
}

/** "81% of November's customers had bought before" */
export function returningFinding(months: readonly Month[]): string {
  const { last } = lastTwoFull(months)
  if (!last || last.customers === 0) return 'New and returning customers'
  const share = (last.customers - last.new_customers) / last.customers
  return `${percent(share)} of ${monthName(last.month)}’s customers had bought before`
}

/** "One cell of 25 holds 48% of revenue" */
export function gridFinding(cells: readonly GridCell[], totalMonetary: number): string {
  const sorted = [...cells].sort((a, b) => b.monetary - a.monetary)
  const top = sorted[0]
  if (!top || totalMonetary <= 0) return 'Recency by frequency and spend'
  return capitalised(`one cell of 25 holds ${percent(top.monetary / totalMonetary)} of revenue`)
}

/** "▲ 34% on October": direction by the sign, not by colour. */
export function trend(
  now: number,
  before: Month | undefined,
  of: (month: Month) => number,
): string {
  const ratio = before ? change(now, of(before)) : null
  if (!before || ratio === null) return ''
  const sign = ratio >= 0 ? '▲' : '▼'
  return `${sign} ${percent(Math.abs(ratio))} on ${monthName(before.month)}`
}

/** "Order lines 1 Dec 2010 to 9 Dec 2011" */
export function coveredDays(overview: Overview): string {
  return `Order lines ${day(overview.data_from)} to ${day(overview.data_to)}`
}
