import { compactMoney, count, percent } from '@/format'
import type { Facets, Histogram } from '@/services/api/types'
import type { ChangeFilters, Filters, Range, RangeName } from '@/components/listState'
import { RangeFilter } from './RangeFilter'

interface RangeFiltersProps {
  filters: Filters
  facets: Facets
  currency: string
  onChange: (change: ChangeFilters) => void
}

interface RangeKind {
  name: RangeName
  label: string
  histogram: Histogram | null
  format: (value: number) => string
  /** What one unit in the field is worth: a percent is a hundredth. */
  unit: number
  /** There is no half of it. */
  whole: boolean
}

export function RangeFilters({ filters, facets, currency, onChange }: RangeFiltersProps) {
  const kinds: RangeKind[] = [
    {
      name: 'recency',
      label: 'Days ago',
      histogram: facets.recency,
      format: count,
      unit: 1,
      whole: true,
    },
    {
      name: 'monetary',
      label: 'Spend',
      histogram: facets.monetary,
      format: (value) => compactMoney(value, currency),
      unit: 1,
      whole: false,
    },
    {
      name: 'probability',
      label: 'Buys in 30 days',
      histogram: facets.purchase_probability,
      format: percent,
      unit: 0.01,
      whole: false,
    },
    {
      name: 'frequency',
      label: 'Orders',
      histogram: facets.frequency,
      format: count,
      unit: 1,
      whole: true,
    },
  ]
  return kinds.map(({ name, label, histogram, format, unit, whole }) =>
    histogram === null || histogram.bins.length === 0 ? null : (
      <RangeFilter
        key={name}
        label={label}
        histogram={histogram}
        range={filters.ranges[name] ?? {}}
        format={format}
        unit={unit}
        whole={whole}
        onChange={(change) => {
          onChange((now) => ({ ...now, ranges: withRange(now.ranges, name, change) }))
        }}
      />
    ),
  )
}

function withRange(
  ranges: Filters['ranges'],
  name: RangeName,
  change: (current: Range) => Range,
): Filters['ranges'] {
  const { [name]: current = {}, ...others } = ranges
  const range = change(current)
  const set = range.min !== undefined || range.max !== undefined
  return set ? { ...others, [name]: range } : others
}
