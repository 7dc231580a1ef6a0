import type { UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Chip } from '@/components/Chip'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { SegmentMark } from '@/components/segments/SegmentMark'
import { segmentStyles } from '@/components/segments/segments'
import { count } from '@/format'
import { segmentsQuery } from '@/services/api/queries'
import type { Facets } from '@/services/api/types'
import { CellFilter } from './CellFilter'
import { CountryFilter } from './CountryFilter'
import { countFilters, toggled, type ChangeFilters, type Filters } from '@/components/listState'
import { RangeFilters } from './RangeFilters'
import { ScoreFilter } from './ScoreFilter'

interface FilterPanelProps {
  filters: Filters
  facets: UseQueryResult<Facets>
  /** Undefined until it is known which. */
  currency: string | undefined
  onChange: (change: ChangeFilters) => void
  onClear: () => void
}

export function FilterPanel({ filters, facets, currency, onChange, onClear }: FilterPanelProps) {
  const [open, setOpen] = useState(false)
  const set = countFilters(filters)
  return (
    <section aria-label="Filters">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <SegmentChips filters={filters} onChange={onChange} />
        {set > 0 && <ClearButton onClear={onClear} className="max-md:hidden" />}
      </div>
      <div className="mt-3 flex gap-2 md:hidden">
        <button
          type="button"
          className="filled-button"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open)
          }}
        >
          {open ? 'Fewer filters' : 'More filters'}
        </button>
        {set > 0 && <ClearButton onClear={onClear} />}
      </div>
      <div className={open ? '' : 'max-md:hidden'}>
        <QueryView
          query={facets}
          failure="The ranges could not be loaded"
          skeleton={
            <>
              <Skeleton height={126} className="mt-6" />
              <Skeleton height={126} className="mt-6 xl:hidden" />
            </>
          }
        >
          {(data) => (
            <div
              className={`mt-6 grid gap-x-8 gap-y-6 md:grid-cols-3 xl:flex ${
                filters.cell.length > 0 ? 'xl:gap-x-5' : ''
              }`}
            >
              <ScoreFilter filters={filters} onChange={onChange} />
              {filters.cell.length > 0 && (
                <CellFilter
                  chosen={filters.cell}
                  onToggle={(cell) => {
                    onChange((now) => ({ ...now, cell: toggled(now.cell, cell) }))
                  }}
                />
              )}
              {currency !== undefined && (
                <RangeFilters
                  filters={filters}
                  facets={data}
                  currency={currency}
                  onChange={onChange}
                />
              )}
              <CountryFilter
                countries={data.countries}
                chosen={filters.country}
                onToggle={(country) => {
                  onChange((now) => ({ ...now, country: toggled(now.country, country) }))
                }}
              />
            </div>
          )}
        </QueryView>
      </div>
    </section>
  )
}

/** Three spaces as wide as digits: the chips keep their places when the counts come. */
const countToCome = '\u2007\u2007\u2007'

interface SegmentChipsProps {
  filters: Filters
  onChange: (change: ChangeFilters) => void
}

function SegmentChips({ filters, onChange }: SegmentChipsProps) {
  const { data } = useQuery(segmentsQuery)
  const names = data?.items.map((row) => row.segment) ?? segmentStyles.map((style) => style.name)
  return (
    <div className="flex flex-wrap items-center gap-2 max-md:-mx-4 max-md:flex-nowrap max-md:overflow-x-auto max-md:px-4 max-md:py-1 md:flex-1">
      {names.map((name) => {
        const customers = data?.items.find((row) => row.segment === name)?.customers
        const known = customers === undefined ? undefined : count(customers)
        return (
          <Chip
            key={name}
            on={filters.segment.includes(name)}
            mark={<SegmentMark segment={name} />}
            count={data === undefined ? countToCome : known}
            onToggle={() => {
              onChange((now) => ({ ...now, segment: toggled(now.segment, name) }))
            }}
          >
            {name}
          </Chip>
        )
      })}
    </div>
  )
}

function ClearButton({ onClear, className = '' }: { onClear: () => void; className?: string }) {
  return (
    <button type="button" className={`quiet-button min-h-7 ${className}`} onClick={onClear}>
      Clear filters
    </button>
  )
}
