import { ShareTrack, Sparkline } from '@/components/charts/Sparkline'
import { Kpi, KpiRow } from '@/components/Kpi'
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

export function OverviewKpis({ overview }: { overview: Overview }) {
  const { months, currency } = overview
  const { last, before } = lastTwoFull(months)
  const partialLast = months.at(-1)?.partial === true
  const inMonth = last === undefined ? '' : `, ${monthName(last.month)}`
  const expects = overview.expected_buyers !== null
  return (
    <KpiRow columns={expects ? 6 : 5}>
      {last !== undefined && (
        <>
          <Kpi
            label={`Revenue${inMonth}`}
            value={compactMoney(last.revenue, currency)}
            note={withRecord(
              trend(last.revenue, before, (month) => month.revenue),
              last,
              months,
            )}
          >
            <Sparkline values={months.map((month) => month.revenue)} partialLast={partialLast} />
          </Kpi>
          <Kpi
            label={`Orders${inMonth}`}
            value={count(last.orders)}
            note={trend(last.orders, before, (month) => month.orders)}
          >
            <Sparkline values={months.map((month) => month.orders)} partialLast={partialLast} />
          </Kpi>
        </>
      )}
      <Kpi label="Customers" value={count(overview.customers)} note={newSince(overview)}>
        <Sparkline values={runningTotal(months)} />
      </Kpi>
      <Kpi
        label="Repeat rate"
        value={decimal(overview.repeat_rate * 100, 1)}
        unit="%"
        note={`${count(overview.repeat_customers)} bought again`}
      >
        <ShareTrack share={overview.repeat_rate} />
      </Kpi>
      <Kpi
        label="Revenue at risk"
        value={compactMoney(overview.at_risk.monetary, currency)}
        note={`${counted(overview.at_risk.customers, 'customer')}, ${percent(overview.at_risk.share)}`}
      >
        <ShareTrack share={overview.at_risk.share} />
      </Kpi>
      {overview.expected_buyers !== null && (
        <Kpi
          label={`Expected, next ${overview.horizon_days} days`}
          value={count(overview.expected_buyers)}
          unit="buyers"
          note={`${percent(overview.expected_buyers / overview.customers)} of customers`}
        >
          <ShareTrack share={overview.expected_buyers / overview.customers} />
        </Kpi>
      )}
    </KpiRow>
  )
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

function runningTotal(months: readonly Month[]): number[] {
  let total = 0
  return months.map((month) => (total += month.new_customers))
}
