import { isData, plain } from './data'
import { numberFormat } from './locale'
import { properMinus, written } from './number'

/** £1,427,125; with pence where the amount is below ten: £1.79. For tables. */
export function money(amount: number, currency: string): string {
  const small = amount !== 0 && Math.abs(amount) < 10
  if (small) return exactMoney(amount, currency)
  return written(amount, { least: 0, most: 0, currency })
}

/** £42.96: an amount to the penny, for order lines. */
export function exactMoney(amount: number, currency: string): string {
  const digits = pennies(currency)
  return written(amount, { least: digits, most: digits, currency })
}

const pennyDigits = new Map<string, number>()

/** How many digits a currency has after its decimal sign: 2 for GBP, 0 for JPY. */
function pennies(currency: string): number {
  const known = pennyDigits.get(currency)
  if (known !== undefined) return known
  const style = { style: 'currency', currency } as const
  const digits = new Intl.NumberFormat('en-GB', style).resolvedOptions().maximumFractionDigits ?? 2
  pennyDigits.set(currency, digits)
  return digits
}

/** What a pound is in a currency without pennies, very nearly: 100 in yen, else 1. */
export function usualAmount(currency: string): number {
  return pennies(currency) === 0 ? 100 : 1
}

const units = [
  { size: 1e9, suffix: 'B' },
  { size: 1e6, suffix: 'M' },
  { size: 1e3, suffix: 'k' },
]

interface Digits {
  least: number
  most: number
}

function scaled(amount: number, currency: string, digits: (value: number) => Digits): string {
  if (isData()) return plain(amount)
  // 999,600 would round to £1,000k, so the unit is chosen after rounding.
  const unit = units.find(({ size }) => Math.abs(amount) >= size * 0.9995) ?? {
    size: 1,
    suffix: '',
  }
  const value = amount / unit.size
  const parts = numberFormat({ ...digits(value), currency }).formatToParts(value)
  // The unit stands at the digits, whichever side the currency is on: £1.43M, 1,43M £.
  const end = parts.findLastIndex(({ type }) => type === 'integer' || type === 'fraction')
  const texts = parts.map(({ value: text }, index) => (index === end ? text + unit.suffix : text))
  return properMinus(texts.join(''))
}

/** £1.43M, £893k, £80.7k, £767: three significant digits, for charts. */
export function compactMoney(amount: number, currency: string): string {
  return scaled(amount, currency, (value) => {
    const digits =
      Math.abs(value) >= 99.95 || Math.abs(amount) < 999.5 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2
    return { least: digits, most: digits }
  })
}

/** £1.5M, £500k, £2.25k, £0: for axes, where the steps are round. */
export function axisMoney(amount: number, currency: string): string {
  return scaled(amount, currency, () => ({ least: 0, most: 2 }))
}
