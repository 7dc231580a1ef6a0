/*
 * How the shop writes figures, amounts and dates. Words stay English, the names of months among them.
 */

/** LOCALE of the server's settings; /api/locale.js has put it there before this runs. */
const shops = typeof document === 'undefined' ? undefined : document.documentElement.dataset.locale

/** What a browser does not know is written as in Britain, not as its own user would write it. */
export const locale: string =
  Intl.NumberFormat.supportedLocalesOf(shops === undefined ? [] : [shops])[0] ?? 'en-GB'

/** TIME_ZONE of the server's settings; UTC where the browser does not know it. */
export function zone(): string {
  const name = typeof document === 'undefined' ? undefined : document.documentElement.dataset.zone
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name ?? 'UTC' }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

const isEnglish = locale.toLowerCase().split('-')[0] === 'en'

/** Where the name of a month stands: in the order of the locale if that is English. */
export const wordLocale = isEnglish ? locale : 'en-GB'

/** How a month is written within a date: by its name in English, else by its number. */
export const monthInDate = isEnglish ? 'short' : 'numeric'

const numberFormats = new Map<string, Intl.NumberFormat>()

export interface NumberStyle {
  /** Digits after the decimal sign: always these, and where needed up to those. */
  least: number
  most: number
  currency?: string
  percent?: boolean
  grouped?: boolean
}

/** One formatter of each kind: making one takes longer than a hundred figures. */
export function numberFormat(style: NumberStyle): Intl.NumberFormat {
  const { least, most, currency, percent = false, grouped = true } = style
  const kind = `${least} ${most} ${currency ?? ''} ${percent} ${grouped}`
  const known = numberFormats.get(kind)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale, {
    numberingSystem: 'latn',
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    useGrouping: grouped,
    style: currency !== undefined ? 'currency' : percent ? 'percent' : 'decimal',
    ...(currency !== undefined && { currency }),
  })
  numberFormats.set(kind, made)
  return made
}

/** What stands between thousands: a comma in 1,234.5; nothing where they are not set apart. */
export function groupSign(): string {
  const parts = numberFormat({ least: 1, most: 1 }).formatToParts(1_234_567.5)
  return parts.find(({ type }) => type === 'group')?.value ?? ''
}
