const locale = 'en-GB'

export const absent = '–'

/** A hyphen is not a minus: −12, not -12. */
export function properMinus(text: string): string {
  return text.replace('-', '\u2212')
}

/** 4,334 */
export function count(value: number): string {
  return properMinus(new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value))
}

/** 0.557, or a dash where the figure is not known. */
export function decimal(value: number | null, digits = 3): string {
  return value === null ? absent : properMinus(value.toFixed(digits))
}

/** +0.110 or −0.006 */
export function signedDecimal(value: number, digits = 3): string {
  return (value >= 0 ? '+' : '') + decimal(value, digits)
}

/** 34%; below 1% one more digit: 0.5%. Takes a share of 1. */
export function percent(share: number): string {
  const digits = share !== 0 && Math.abs(share) < 0.00995 ? 1 : 0
  return properMinus((share * 100).toFixed(digits)) + '%'
}

/** +34% or −12% */
export function signedPercent(share: number): string {
  return (share >= 0 ? '+' : '') + percent(share)
}

/** +3.4 or −12 percentage points, of a share of 1; more digits where a whole one would hide it. */
export function signedPoints(share: number): string {
  const points = share * 100
  const text = points.toFixed(Math.abs(points) < 9.95 ? 1 : 0)
  return (points >= 0 ? '+' : '') + properMinus(text)
}

/** 59%; never 0% or 100%, which no forecast can promise: <1%, >99%. */
export function chance(probability: number): string {
  if (probability >= 0.995) return '>99%'
  return probability < 0.005 ? '<1%' : `${(probability * 100).toFixed(0)}%`
}

/** 4.1×; from a hundred on without a decimal: 683×. */
export function times(value: number): string {
  return `${value < 99.95 ? value.toFixed(1) : count(value)}×`
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

/** The number that somebody wrote, in any of the usual ways: 1200, 1,200 or 1200.5; null where it is none. */
export function parseNumber(text: string): number | null {
  const plain = text
    .trim()
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .replace(',', '.')
    .replace('\u2212', '-')
  const value = Number(plain)
  return plain === '' || !Number.isFinite(value) ? null : value
}
