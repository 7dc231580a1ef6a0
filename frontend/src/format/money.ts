import { properMinus } from './number'

const locale = 'en-GB'

/** £1,427,125; with pence where the amount is below ten: £1.79. For tables. */
export function money(amount: number, currency: string): string {
  const small = amount !== 0 && Math.abs(amount) < 10
  const digits = small ? {} : { maximumFractionDigits: 0, minimumFractionDigits: 0 }
  return properMinus(
    new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(amount),
  )
}

/** £42.96: an amount to the penny, for order lines. */
export function exactMoney(amount: number, currency: string): string {
  return properMinus(new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount))
}

const units = [
  { size: 1e9, suffix: 'B' },
  { size: 1e6, suffix: 'M' },
  { size: 1e3, suffix: 'k' },
]

interface Digits {
  minimumFractionDigits: number
  maximumFractionDigits: number
}

function scaled(amount: number, currency: string, digits: (value: number) => Digits): string {
  // 999,600 would round to £1,000k, so the unit is chosen after rounding.
  const unit = units.find(({ size }) => Math.abs(amount) >= size * 0.9995) ?? {
    size: 1,
    suffix: '',
  }
  const value = amount / unit.size
  const style = { style: 'currency', currency, ...digits(value) } as const
  return properMinus(new Intl.NumberFormat(locale, style).format(value)) + unit.suffix
}

/** £1.43M, £893k, £80.7k, £767: three significant digits, for charts. */
export function compactMoney(amount: number, currency: string): string {
  return scaled(amount, currency, (value) => {
    const digits =
      Math.abs(value) >= 99.95 || Math.abs(amount) < 999.5 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2
    return { minimumFractionDigits: digits, maximumFractionDigits: digits }
  })
}

/** £1.5M, £500k, £2.25k, £0: for axes, where the steps are round. */
export function axisMoney(amount: number, currency: string): string {
  return scaled(amount, currency, () => ({ minimumFractionDigits: 0, maximumFractionDigits: 2 }))
}
