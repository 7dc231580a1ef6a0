import {
  compactMoney,
  count,
  counted,
  dayMonth,
  decimal,
  lastDay,
  monthName,
  parse,
  percent,
} from '@/format'
import type { Month, Overview } from '@/services/api/types'
import { lastTwoFull, trend } from './findings'

export interface OverviewFigure {
  name: 'revenue' | 'orders' | 'customers' | 'repeat' | 'risk' | 'expected'
  label: string
  value: string
  unit?: string
  /** One comparison, in words. */
  note: string
}

/** The figures at the head of the overview, in words; without those that are not known. */
export function overviewFigures(overview: Overview): OverviewFigure[] {
  return [...monthFigures(overview), ...customerFigures(overview), ...expectedFigures(overview)]
}

function monthFigures({ months, currency }: Overview): OverviewFigure[] {
  const { last, before } = lastTwoFull(months)
  if (last === undefined) return []
  const inMonth = monthName(last.month)
  const revenueTrend = trend(last.revenue, before, (month) => month.revenue)
  return [
    {
      name: 'revenue',
      label: `Revenue, ${inMonth}`,
      value: compactMoney(last.revenue, currency),
      note: withRecord(revenueTrend, last, months),
    },
    {
      name: 'orders',
      label: `Orders, ${inMonth}`,
      value: count(last.orders),
      note: trend(last.orders, before, (month) => month.orders),
    },
  ]
}

function customerFigures(overview: Overview): OverviewFigure[] {
  const { at_risk: risk, currency } = overview
  return [
    {
      name: 'customers',
      label: 'Customers',
      value: count(overview.customers),
      note: newSince(overview),
    },
    {
      name: 'repeat',
      label: 'Repeat rate',
      value: decimal(overview.repeat_rate * 100, 1),
      unit: '%',
      note: `${count(overview.repeat_customers)} bought again`,
    },
    {
      name: 'risk',
      label: 'Revenue at risk',
      value: compactMoney(risk.monetary, currency),
      note: `${counted(risk.customers, 'customer')}, ${percent(risk.share)}`,
    },
  ]
}

function expectedFigures({
  expected_buyers: expected,
  customers,
  horizon_days: days,
}: Overview): OverviewFigure[] {
  if (expected === null) return []
  return [
    {
      name: 'expected',
      label: `Expected, next ${days} days`,
      value: count(expected),
      unit: 'buyers',
      note: `${percent(expected / customers)} of customers`,
    },
  ]
}

function withRecord(text: string, last: Month, months: readonly Month[]): string {
  const full = months.filter((month) => !month.partial)
  const record = full.length > 2 && full.every((month) => month.revenue <= last.revenue)
  return record && text !== '' ? `${text}, a record` : text
}

function newSince(overview: Overview): string {
  const end = lastDay(overview.as_of)
  const eve = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), 0))
  const first = parse(overview.data_from)
  if (eve < first) return ''
  return `▲ ${count(overview.new_customers_this_month)} since ${dayMonth(eve)}`
}
