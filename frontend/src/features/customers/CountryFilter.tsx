import * as Popover from '@radix-ui/react-popover'
import { useState, type ReactNode } from 'react'
import { Checkbox } from '@/components/Checkbox'
import { count } from '@/format'
import type { Facets } from '@/services/api/types'
import { FilterHead } from './FilterHead'

interface CountryFilterProps {
  countries: Facets['countries']
  chosen: readonly string[]
  onToggle: (country: string) => void
}

interface NamedCountry {
  country: string
  customers: number
}

const shownAtOnce = 3

export function CountryFilter({ countries: all, chosen, onToggle }: CountryFilterProps) {
  const countries = all.filter((each): each is NamedCountry => each.country !== null)
  const checkbox = ({ country, customers }: NamedCountry) => (
    <Checkbox
      key={country}
      checked={chosen.includes(country)}
      figure={count(customers)}
      onChange={() => {
        onToggle(country)
      }}
    >
      {country}
    </Checkbox>
  )
  const first = [...countries]
    .sort((a, b) => Number(chosen.includes(b.country)) - Number(chosen.includes(a.country)))
    .slice(0, shownAtOnce)
  return (
    <div className="xl:w-[168px] xl:shrink-0">
      <FilterHead
        name="Country"
        chosen={chosen.length === 0 ? null : `${chosen.length} of ${countries.length}`}
      />
      {first.map(checkbox)}
      {countries.length > shownAtOnce && (
        <Popover.Root>
          <Popover.Trigger className="quiet-button -ml-2">
            All {countries.length} countries
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              align="end"
              sideOffset={4}
              aria-label="Countries"
              className="z-20 w-60 rounded-control bg-raised p-3 shadow-raised ring-1 ring-hairline"
            >
              <CountrySearch countries={countries}>{checkbox}</CountrySearch>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </div>
  )
}

interface CountrySearchProps {
  countries: NamedCountry[]
  children: (country: NamedCountry) => ReactNode
}

function CountrySearch({ countries, children }: CountrySearchProps) {
  const [text, setText] = useState('')
  const found = countries.filter(({ country }) =>
    country.toLowerCase().includes(text.trim().toLowerCase()),
  )
  return (
    <>
      <input
        type="search"
        className="field mb-2 w-full"
        placeholder="Find a country"
        aria-label="Find a country"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
        }}
      />
      <div className="max-h-64 overflow-y-auto pr-1">
        {found.length === 0 ? (
          <p className="text-label text-ink-3">No country is called so.</p>
        ) : (
          found.map(children)
        )}
      </div>
    </>
  )
}
