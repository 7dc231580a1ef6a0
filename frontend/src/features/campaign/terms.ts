/*
 * The terms of a campaign live in the address, under the names that the API uses.
 */

export interface Terms {
  /** Profit per unit of net spend. */
  margin: number
  /** Of writing to one customer, in the shop's currency. */
  cost: number
  /** By which share those written to spend more. */
  effect: number
  /** Share of the chosen who are not written to. */
  hold_out: number
  /** In the shop's currency; null for no limit. */
  budget: number | null
  /** How many are chosen; null for as many as bring most. */
  customers: number | null
}

export type TermName = keyof Terms

export const usualTerms: Terms = {
  margin: 0.3,
  cost: 1,
  effect: 0.1,
  hold_out: 0.1,
  budget: null,
  customers: null,
}

const names = Object.keys(usualTerms) as TermName[]

const highest: Record<TermName, number> = {
  margin: 1,
  cost: Infinity,
  effect: 1,
  hold_out: 0.5,
  budget: Infinity,
  customers: Infinity,
}

/** The terms of an address; what is no number within its bounds is left as usual. */
export function readTerms(params: URLSearchParams): Terms {
  const terms = { ...usualTerms }
  for (const name of names) {
    const text = params.get(name)
    const value = Number(text)
    const valid = text !== null && text.trim() !== '' && value >= 0 && value <= highest[name]
    if (valid && Number.isFinite(value)) terms[name] = value
  }
  return terms
}

/** The address with these terms; those that are as usual are left out. */
export function writeTerms(current: URLSearchParams, terms: Terms): URLSearchParams {
  const params = new URLSearchParams(current)
  for (const name of names) {
    const value = terms[name]
    if (value === null || value === usualTerms[name]) params.delete(name)
    else params.set(name, String(value))
  }
  return params
}

/** The terms that are set, as the API asks for them. */
export function toPlanQuery({ budget, customers, ...terms }: Terms) {
  return {
    ...terms,
    ...(budget !== null && { budget }),
    ...(customers !== null && { customers }),
  }
}

/** The end of a slider: 1, 2 or 5 times a power of ten, not below the value. */
export function roundTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, Number.MIN_VALUE)))
  return ([1, 2, 5].find((times) => times * power >= value * 0.9999) ?? 10) * power
}
