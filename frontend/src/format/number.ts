import { isData, plain } from './data'
import { groupSign, numberFormat, type NumberStyle } from './locale'

export const absent = '–'

/** A hyphen is not a minus: −12, not -12. */
export function properMinus(text: string): string {
  return text.replace('-', '\u2212')
}

/** With a proper minus; plain in a file. */
export function written(value: number, style: NumberStyle): string {
  return isData() ? plain(value) : properMinus(numberFormat(style).format(value))
}

/** 4,334 */
export function count(value: number): string {
  return written(value, { least: 0, most: 0 })
}

/** 24.5; whole where it is whole. */
export function number(value: number): string {
  return written(value, { least: 0, most: 1 })
}

/** 0.557, or a dash where the figure is not known. */
export function decimal(value: number | null, digits = 3): string {
  if (value === null) return absent
  return written(value, { least: digits, most: digits })
}

function plus(value: number): string {
  return value >= 0 && !isData() ? '+' : ''
}

/** +0.110 or −0.006; what rounds to nothing has no sign: 0.000 */
export function signedDecimal(value: number, digits = 3): string {
  const isNothing = !isData() && Math.abs(value) < 0.5 * 10 ** -digits
  return isNothing ? decimal(0, digits) : plus(value) + decimal(value, digits)
}

function percentWith(digits: number, share: number): string {
  return written(share, { least: digits, most: digits, percent: true })
}

function percentDigits(share: number): number {
  return share !== 0 && Math.abs(share) < 0.00995 ? 1 : 0
}

/** 34%; below 1% one more digit: 0.5%. Takes a share of 1. */
export function percent(share: number): string {
  return percentWith(percentDigits(share), share)
}

/** +34% or −12% */
export function signedPercent(share: number): string {
  return plus(share) + percent(share)
}

/** +7.5%: with a digit where the share is no whole percent. */
export function finePercent(share: number): string {
  const isWhole = Math.round(share * 1000) % 10 === 0
  return (share > 0 ? plus(share) : '') + percentWith(isWhole ? 0 : 1, share)
}

/** +3.4 or −12 percentage points, of a share of 1; more digits where a whole one would hide it. In a file the share. */
export function signedPoints(share: number): string {
  if (isData()) return plain(share)
  const points = share * 100
  return signedDecimal(points, Math.abs(points) < 9.95 ? 1 : 0)
}

/** No forecast can promise 0% or 100%. */
function bounded(probability: number): { sign: string; shown: number } {
  if (isData()) return { sign: '', shown: probability }
  if (probability >= 0.995) return { sign: '>', shown: 0.99 }
  if (probability < 0.005) return { sign: '<', shown: 0.01 }
  return { sign: '', shown: probability }
}

/** 59%; at the ends <1% and >99%. */
export function chance(probability: number): string {
  const { sign, shown } = bounded(probability)
  return sign + percentWith(0, shown)
}

/** 59, <1 or >99: a chance whose sign is written apart. */
export function chanceNumber(probability: number): string {
  const { sign, shown } = bounded(probability)
  return sign + decimal(shown * 100, 0)
}

/** 4.1×; from a hundred on without a decimal: 683×. */
export function times(value: number): string {
  return isData() ? plain(value) : `${decimal(value, value < 99.95 ? 1 : 0)}×`
}

/** "1 customer", "4,334 customers" */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** "seven" up to ten, then "11". */
export function inWords(value: number): string {
  return words[value] ?? count(value)
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What stands in a field to be typed over: 1200.5, without the dust of binary fractions. */
export function typable(value: number): string {
  const tidy = Number(value.toPrecision(10))
  return numberFormat({ least: 0, most: 10, grouped: false }).format(tidy)
}

/** The sign between thousands, which is no decimal sign: three digits or groups follow. Null where it is a space. */
function groupingOf(group: string): RegExp | null {
  if (/^[\s'’]?$/.test(group)) return null
  const escaped = group.replace(/[.\\]/, '\\$&')
  return new RegExp(`${escaped}(?=(\\d{2,3}${escaped})*\\d{3}(\\D|$))`, 'g')
}

/**
 * The number that somebody wrote: 1200, 1,200 or 1200.5; where the shop writes so, 1.200 or 1200,5. A sign of currency
 * or percent is left out. Null where it is none.
 */
export function parseNumber(text: string): number | null {
  const signless = text.replace(/[\s\p{Sc}%'’]/gu, '').replace('\u2212', '-')
  const grouping = groupingOf(groupSign())
  // No group of thousands begins with a lone 0: 0.125 is less than one in every locale.
  const isUngrouped = grouping === null || /^-?0[.,]/.test(signless)
  const plain = (isUngrouped ? signless : signless.replace(grouping, '')).replace(',', '.')
  const value = Number(plain)
  return plain === '' || !Number.isFinite(value) ? null : value
}
