import { tooltipOf } from '@/components/charts/ChartTooltip'
import { count, money, percent } from '@/format'
import type { SegmentRow } from '@/services/api/types'

export function segmentTooltip(currency: string) {
  return tooltipOf<SegmentRow>((row) => ({
    title: row.segment,
    rows: [
      { label: 'Revenue', value: money(row.monetary, currency) },
      { label: 'Share of revenue', value: percent(row.monetary_share) },
      { label: 'Customers', value: count(row.customers) },
      { label: 'Share of customers', value: percent(row.share) },
    ],
  }))
}
