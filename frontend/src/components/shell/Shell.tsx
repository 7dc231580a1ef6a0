import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, Outlet } from 'react-router'
import { asOfDay, count } from '@/format'
import { overviewQuery } from '@/services/api/queries'
import type { Overview } from '@/services/api/types'
import { Navigation } from './Navigation'
import { PaletteButton } from './PaletteButton'
import { SignOut } from './SignOut'
import { ThemeSwitch } from './ThemeSwitch'
import { useScrollPosition } from './useScrollPosition'

/** A page that is left open learns of a new run by it, and everything else by its answer. */
const renewedOverview = queryOptions({
  ...overviewQuery,
  // Before the first run there is a button for it; asking again would blink.
  refetchInterval: ({ state }) => (state.data === undefined ? false : 60_000),
  refetchOnWindowFocus: 'always',
})

/** The frame of every page: navigation, what the figures stand on, the theme. */
export function Shell() {
  const { data } = useQuery(renewedOverview)
  const [menuOpen, setMenuOpen] = useState(false)
  useScrollPosition()

  return (
    <div className="xl:pl-[200px]">
      <a
        href="#page"
        className="accent-button sr-only z-20 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <header className="z-10 flex flex-wrap items-center gap-x-4 bg-rail px-4 md:px-10 xl:fixed xl:inset-y-0 xl:left-0 xl:w-[200px] xl:flex-col xl:flex-nowrap xl:items-stretch xl:overflow-y-auto xl:px-3 xl:py-6">
        <div className="flex min-h-14 min-w-0 flex-1 flex-col justify-center xl:min-h-0 xl:flex-none xl:px-3 xl:pb-6">
          <Link to="/" className="truncate text-body leading-6 font-semibold">
            {data?.shop_name ?? 'Predictive sales'}
          </Link>
          <p className="truncate text-label text-ink-3 max-xl:hidden">Customer analytics</p>
        </div>
        {data !== undefined && (
          <p className="text-label text-ink-2 md:hidden">{asOfDay(data.as_of)}</p>
        )}
        <PaletteButton />
        <button
          type="button"
          className="quiet-button -mr-2 min-h-11 md:hidden"
          aria-expanded={menuOpen}
          aria-controls="menu"
          onClick={() => {
            setMenuOpen(!menuOpen)
          }}
        >
          Menu
        </button>
        <div
          id="menu"
          // On a tablet the pages have a row of their own, below all else.
          className={`max-md:w-full max-md:pb-4 md:max-xl:contents xl:flex xl:flex-1 xl:flex-col xl:items-stretch xl:justify-between ${menuOpen ? '' : 'max-md:hidden'}`}
        >
          <Navigation
            overview={data}
            onNavigate={() => {
              setMenuOpen(false)
            }}
          />
          <Footing overview={data} />
        </div>
      </header>
      <main
        id="page"
        tabIndex={-1}
        className="mx-auto max-w-[1360px] px-4 pt-6 pb-16 outline-none md:px-10 xl:pt-7"
      >
        <Outlet />
      </main>
    </div>
  )
}

function Footing({ overview }: { overview: Overview | undefined }) {
  return (
    <div className="shrink-0 text-label text-ink-3 max-md:mt-4 md:max-xl:-mr-2 md:max-xl:flex md:max-xl:items-center md:max-xl:gap-4 max-md:px-3 xl:mt-8 xl:px-3">
      {overview !== undefined && (
        <div className="max-xl:hidden">
          <p className="font-medium text-ink-2">{asOfDay(overview.as_of)}</p>
          <p className="mt-0.5">Run {overview.run_id}</p>
          <p className="mt-0.5">{count(overview.lines_kept)} lines kept</p>
          {overview.sample && <p className="mt-0.5 font-medium text-warn">Sample data</p>}
          <p className="mt-0.5 mb-3">
            <a href="/api/docs" className="hover:underline">
              API
            </a>
          </p>
        </div>
      )}
      <SignOut />
      <ThemeSwitch />
    </div>
  )
}
