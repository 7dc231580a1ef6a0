import { beforeEach, describe, expect, test, vi } from 'vitest'
import type * as formats from '.'

type Format = typeof formats

/** The module as it is on a page of a shop with this locale. */
async function formatIn(locale: string | undefined, zone?: string): Promise<Format> {
  vi.resetModules()
  vi.stubGlobal('document', { documentElement: { dataset: { locale, zone } } })
  return import('.')
}

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('in German', () => {
  let format: Format
  beforeEach(async () => {
    format = await formatIn('de-DE')
  })

  test('amounts have their currency behind them and a comma', () => {
    expect(plain(format.money(1_427_124.54, 'GBP'))).toBe('1.427.125 £')
    expect(plain(format.money(2.9, 'GBP'))).toBe('2,90 £')
    expect(plain(format.exactMoney(-1724.8, 'EUR'))).toBe('−1.724,80 €')
    expect(plain(format.exactMoney(1724.8, 'JPY'))).toBe('1.725 ¥')
  })

  test('a unit stands at the digits of a compact amount', () => {
    expect(plain(format.compactMoney(1_427_125, 'GBP'))).toBe('1,43M £')
    expect(plain(format.compactMoney(893_462, 'GBP'))).toBe('893k £')
    expect(plain(format.compactMoney(767.4, 'GBP'))).toBe('767 £')
    expect(plain(format.axisMoney(2250, 'GBP'))).toBe('2,25k £')
  })

  test('counts, shares and multiples follow', () => {
    expect(format.count(4334)).toBe('4.334')
    expect(plain(format.percent(0.0046))).toBe('0,5 %')
    expect(plain(format.signedPercent(-0.12))).toBe('−12 %')
    expect(plain(format.chance(0.99997))).toBe('>99 %')
    expect(format.chanceNumber(0.586)).toBe('59')
    expect(format.decimal(0.557)).toBe('0,557')
    expect(format.signedPoints(0.034)).toBe('+3,4')
    expect(format.times(4.12)).toBe('4,1×')
    expect(format.days(24.5)).toBe('24,5 days')
  })

  test('dates are numbers, and months keep their English names', () => {
    expect(format.day('2011-12-01')).toBe('1.12.2011')
    expect(format.dayMonth(new Date('2011-12-01T00:00:00Z'))).toBe('1.12.')
    expect(format.dayTime('2011-12-09T12:50:00')).toBe('9.12.2011, 12:50')
    expect(format.monthYear('2011-12-01')).toBe('Dec 2011')
    expect(format.monthName('2011-12-01')).toBe('December')
  })

  test('numbers are read as they are written there, and as a program writes them', () => {
    expect(
      ['1.200', '1.234.567,5', '1200,5', '1200.5', '12,5 %', '−3', '1.200 £'].map(
        format.parseNumber,
      ),
    ).toEqual([1200, 1_234_567.5, 1200.5, 1200.5, 12.5, -3, 1200])
    expect(format.typable(0.1 + 0.2)).toBe('0,3')
    expect(format.parseNumber(format.typable(12_345.678))).toBe(12_345.678)
  })
})

describe('in American English', () => {
  test('the month comes first and its name stays', async () => {
    const format = await formatIn('en-US')
    expect(format.day('2011-12-01')).toBe('Dec 1, 2011')
    expect(format.monthYear('2011-12-01')).toBe('Dec 2011')
    expect(format.money(1_427_124.54, 'USD')).toBe('$1,427,125')
    expect(format.compactMoney(1_427_125, 'GBP')).toBe('£1.43M')
    expect(format.percent(0.654)).toBe('65%')
  })
})

describe('numbers that were typed', () => {
  test('in Britain have a comma between thousands', async () => {
    const { parseNumber, typable } = await formatIn('en-GB')
    expect(['1,200', '1,234,567.5', '1200,5', '12%', '£1,200', '-3', ' '].map(parseNumber)).toEqual(
      [1200, 1_234_567.5, 1200.5, 12, 1200, -3, null],
    )
    expect(['abc', '1.2.3', 'NaN12'].map(parseNumber)).toEqual([null, null, null])
    expect(typable(1200.5)).toBe('1200.5')
  })

  test('may have blanks, apostrophes or groups of two where the shop writes so', async () => {
    expect((await formatIn('fr-FR')).parseNumber('1\u202f234,5')).toBe(1234.5)
    expect((await formatIn('de-CH')).parseNumber("1'234.5")).toBe(1234.5)
    expect((await formatIn('en-IN')).parseNumber('12,34,567')).toBe(1_234_567)
  })
})

test('less than one is typed alike everywhere: no group of thousands begins with a lone 0', async () => {
  expect((await formatIn('de-DE')).parseNumber('0.125')).toBe(0.125)
  expect((await formatIn('en-GB')).parseNumber('-0,125')).toBe(-0.125)
})

test('a moment with a zone is told by the clock of the shop, one without is the shop’s already', async () => {
  const { dayTime } = await formatIn('en-GB', 'America/New_York')
  expect(dayTime('2011-07-02T01:00:00Z')).toBe('1 Jul 2011, 21:00')
  expect(dayTime('2011-07-02T01:00:00')).toBe('2 Jul 2011, 01:00')
  const unknown = await formatIn('en-GB', 'Nowhere/Else')
  expect(unknown.dayTime('2011-07-02T01:00:00Z')).toBe('2 Jul 2011, 01:00')
})

test('what no browser knows, and what is not said, is as in Britain', async () => {
  for (const locale of ['xx-XX', undefined]) {
    const { day, money } = await formatIn(locale)
    expect(day('2011-12-01') + money(1200, 'GBP')).toBe('1 Dec 2011£1,200')
  }
})

test('digits and years are those of the rest of the page in every locale', async () => {
  const { count, day } = await formatIn('th-TH-u-nu-thai')
  expect(count(4334)).toBe('4,334')
  expect(day('2011-12-01')).toBe('1/12/2011')
})
