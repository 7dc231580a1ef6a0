import { describe, expect, test } from 'vitest'
import {
  asData,
  axisMoney,
  chance,
  compactMoney,
  count,
  day,
  days,
  dayTime,
  decimal,
  exactMoney,
  finePercent,
  lastDay,
  money,
  monthYear,
  percent,
  productName,
  signedPoints,
  signedDecimal,
  times,
} from '.'

describe('money', () => {
  test('is written in full in tables, in the currency of the shop', () => {
    expect(money(1_427_124.54, 'GBP')).toBe('£1,427,125')
    expect(money(1200, 'EUR')).toBe('€1,200')
  })

  test('has pence only below ten, or where asked for', () => {
    expect(money(2.9, 'GBP')).toBe('£2.90')
    expect(exactMoney(1724.8, 'GBP')).toBe('£1,724.80')
  })

  test('has three significant digits in charts', () => {
    expect(compactMoney(1_427_125, 'GBP')).toBe('£1.43M')
    expect(compactMoney(893_462, 'GBP')).toBe('£893k')
    expect(compactMoney(80_700, 'GBP')).toBe('£80.7k')
    expect(compactMoney(23_000, 'GBP')).toBe('£23.0k')
    expect(compactMoney(767.4, 'GBP')).toBe('£767')
    expect(compactMoney(0, 'GBP')).toBe('£0')
  })

  test('takes the next unit where rounding reaches it', () => {
    expect(compactMoney(999_600, 'GBP')).toBe('£1.00M')
    expect(compactMoney(999.7, 'GBP')).toBe('£1.00k')
  })

  test('is exact on axes', () => {
    expect(axisMoney(500_000, 'GBP')).toBe('£500k')
    expect(axisMoney(2250, 'GBP')).toBe('£2.25k')
  })

  test('has a proper minus', () => {
    expect(money(-12, 'GBP')).toBe('−£12')
    expect(compactMoney(-1500, 'GBP')).toBe('−£1.50k')
  })
})

describe('numbers', () => {
  test('counts are written in full', () => {
    expect(count(4334)).toBe('4,334')
    expect(count(-7)).toBe('−7')
  })

  test('shares below one percent keep a digit', () => {
    expect(percent(0.654)).toBe('65%')
    expect(percent(0.0046)).toBe('0.5%')
    expect(percent(0)).toBe('0%')
    // As an axis asks: with the number of the tick.
    expect([0.25, 0.5, 0.75].map(percent)).toEqual(['25%', '50%', '75%'])
    expect([0, 0.075, 0.1].map(finePercent)).toEqual(['0%', '+7.5%', '+10%'])
  })

  test('a forecast never promises', () => {
    expect(chance(0.99997)).toBe('>99%')
    expect(chance(0.001)).toBe('<1%')
    expect(chance(0.586)).toBe('59%')
  })

  test('what a part adds is in percentage points', () => {
    expect(signedPoints(0.034)).toBe('+3.4')
    expect(signedPoints(-0.12)).toBe('−12')
  })

  test('an unknown figure is a dash', () => {
    expect(decimal(null)).toBe('–')
    expect(signedDecimal(-0.006)).toBe('−0.006')
    expect(signedDecimal(-0.0004)).toBe('0.000')
    expect(signedPoints(0.0004)).toBe('0.0')
    expect(signedPoints(-0.0006)).toBe('−0.1')
  })
})

describe('dates', () => {
  test('are the shop’s own clock, whatever the browser’s zone', () => {
    expect(dayTime('2011-12-09T12:50:00')).toBe('9 Dec 2011, 12:50')
    expect(day('2011-09-01')).toBe('1 Sep 2011')
  })

  test('an as-of date covers the day before its midnight', () => {
    expect(day(lastDay('2011-12-10T00:00:00'))).toBe('9 Dec 2011')
  })
})

test('a multiple keeps its decimal up to a hundred', () => {
  expect([1.5, 12.04, 99.96, 683.3].map(times)).toEqual(['1.5×', '12.0×', '100×', '683×'])
})

test('a product is called by its name, not in capitals, or by its code', () => {
  expect(productName(' PARTY BUNTING ', '47566')).toBe('Party bunting')
  expect(productName('MacBook Air', '47566')).toBe('MacBook Air')
  expect(productName(' ', '47566')).toBe('47566')
  expect(productName(null, '47566')).toBe('47566')
})

test('in a file figures are plain, also after one that could not be written', () => {
  expect(() => {
    asData(() => {
      throw new Error('no table')
    })
  }).toThrow('no table')
  expect(money(1_427_124.54, 'GBP')).toBe('£1,427,125')
  let written: string[] = []
  asData(() => {
    written = [
      money(1_427_124.54, 'GBP'),
      compactMoney(-1500.5, 'GBP'),
      count(4334),
      percent(0.654),
      chance(0.99997),
      signedPoints(-0.12),
      signedDecimal(0.1 + 0.2),
      times(4.12),
      days(101),
      day('2011-12-09'),
      dayTime('2011-12-09T12:50:00'),
      monthYear('2011-11-01'),
    ]
  })
  expect(written).toEqual([
    '1427124.54',
    '-1500.5',
    '4334',
    '0.654',
    '0.99997',
    '-0.12',
    '0.3',
    '4.12',
    '101',
    '2011-12-09',
    '2011-12-09T12:50:00',
    '2011-11',
  ])
})
