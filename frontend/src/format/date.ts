import { isData, plain } from './data'
import { locale, monthInDate, wordLocale, zone } from './locale'
import { number } from './number'

/** The API's dates carry no zone: they are the shop's own clock, so they are read and written as UTC. */
export function parse(iso: string): Date {
  return new Date(isZoned(iso) ? iso : `${iso.length === 10 ? `${iso}T00:00:00` : iso}Z`)
}

function isZoned(iso: string): boolean {
  return /[Zz]|[+-]\d\d:?\d\d$/.test(iso.slice(10))
}

type Write = (date: Date) => string

/** Made when the first date is written: the formatters of a page that writes few would hold up its first figures. */
function formatter(language: string, style: () => Intl.DateTimeFormatOptions): Write {
  let format: Intl.DateTimeFormat | undefined
  return (date) => {
    format ??= new Intl.DateTimeFormat(language, {
      timeZone: 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
      ...style(),
    })
    return format.format(date)
  }
}

const dayStyle = { day: 'numeric', month: monthInDate, year: 'numeric' } as const
const timeStyle = { hour: '2-digit', minute: '2-digit' } as const
const writtenDay = formatter(locale, () => dayStyle)
const writtenDayMonth = formatter(locale, () => ({ day: 'numeric', month: monthInDate }))
const writtenTime = formatter(locale, () => timeStyle)
// A moment of the server's is told by the shop's clock, like the times of its orders.
const zonedDay = formatter(locale, () => ({ ...dayStyle, timeZone: zone() }))
const zonedTime = formatter(locale, () => ({ ...timeStyle, timeZone: zone() }))
const writtenMonth = formatter(wordLocale, () => ({ month: 'long' }))
const writtenShortMonth = formatter(wordLocale, () => ({ month: 'short' }))

// CLDR's British "Sept" breaks the rhythm of three-letter months on an axis.
function threeLetters(text: string): string {
  return text.replace('Sept', 'Sep')
}

/** 9 Dec 2011; in the order of the locale, and by numbers where it is not English: 9.12.2011 */
export function day(date: string | Date): string {
  const moment = typeof date === 'string' ? parse(date) : date
  return isData() ? moment.toISOString().slice(0, 10) : threeLetters(writtenDay(moment))
}

/** 9 Dec */
export function dayMonth(date: Date): string {
  return threeLetters(writtenDayMonth(date))
}

/** 9 Dec 2011, 12:50: by the shop's clock */
export function dayTime(iso: string): string {
  if (isData()) return iso
  const [days, times] = isZoned(iso) ? [zonedDay, zonedTime] : [writtenDay, writtenTime]
  const moment = parse(iso)
  return `${threeLetters(days(moment))}, ${times(moment)}`
}

/** November */
export function monthName(iso: string): string {
  return writtenMonth(parse(iso))
}

/** Nov */
export function shortMonth(date: string | Date): string {
  return threeLetters(writtenShortMonth(typeof date === 'string' ? parse(date) : date))
}

/** Nov 2011 */
export function monthYear(iso: string): string {
  return isData() ? iso.slice(0, 7) : `${shortMonth(iso)} ${parse(iso).getUTCFullYear()}`
}

/** The last day that an as-of date (midnight after it) covers. */
export function lastDay(asOf: string): Date {
  return new Date(parse(asOf).getTime() - 1)
}

/** "As of 9 Dec 2011": the day up to which figures as of a moment go. */
export function asOfDay(asOf: string): string {
  return `As of ${day(lastDay(asOf))}`
}

/** 2011-12-09: the day so many days after a date, as fields of a form have it. */
export function isoDay(date: string, later: number): string {
  return new Date(parse(date).getTime() + later * 86_400_000).toISOString().slice(0, 10)
}

/** 101 days, 24.5 days */
export function days(value: number): string {
  if (isData()) return plain(value)
  return `${number(value)} ${value === 1 ? 'day' : 'days'}`
}
