import type { ReactNode } from 'react'
import { ShareTrack, Sparkline } from '@/components/charts/Sparkline'
import { KpiRow } from '@/components/Kpi'
import type { Month, Overview } from '@/services/api/types'
import { overviewFigures, type OverviewFigure } from './figures'

/** The overview's figures, each over a small graphic. */
export function OverviewKpis({ overview }: { overview: Overview }) {
  const graphics = graphicsOf(overview)
  return (
    <KpiRow
      columns={overview.expected_buyers === null ? 5 : 6}
      sql={['overview', 'segments', 'revenue_by_month']}
      figures={() =>
        overviewFigures(overview).map(({ name, ...figure }) => ({
          ...figure,
          children: graphics[name],
        }))
      }
    />
  )
}

function graphicsOf(overview: Overview): Record<OverviewFigure['name'], ReactNode> {
  const { months, customers, at_risk: risk, expected_buyers: expected } = overview
  const partialLast = months.at(-1)?.partial === true
  const byMonth = (of: (month: Month) => number) => (
    <Sparkline values={months.map(of)} partialLast={partialLast} />
  )
  return {
    revenue: byMonth((month) => month.revenue),
    orders: byMonth((month) => month.orders),
    customers: <Sparkline values={runningTotal(months)} />,
    repeat: <ShareTrack share={overview.repeat_rate} />,
    risk: <ShareTrack share={risk.share} />,
    expected: <ShareTrack share={(expected ?? 0) / customers} />,
  }
}

function runningTotal(months: readonly Month[]): number[] {
  let total = 0
  return months.map((month) => (total += month.new_customers))
}
