import { useQuery } from '@tanstack/react-query'
import { NavLink } from 'react-router'
import { sessionQuery } from '@/services/api/session'
import type { Overview } from '@/services/api/types'
import { ROLES } from '@/services/api/useMay'
import { pages, type Page } from './pages'

interface NavigationProps {
  overview: Overview | undefined
  onNavigate?: () => void
}

export function Navigation({ overview, onNavigate }: NavigationProps) {
  const { data } = useQuery(sessionQuery)
  const role = data?.user?.role
  // Until it is known who looks, all stand there: for most they stay, and nothing moves.
  const opens = ({ needs }: Page) =>
    needs === undefined || role === undefined || ROLES.indexOf(role) >= ROLES.indexOf(needs)
  return (
    <nav aria-label="Pages" className="md:max-xl:order-last md:max-xl:w-full md:max-xl:pb-3">
      <ul className="flex flex-col gap-0.5 md:max-xl:-ml-2 md:max-xl:flex-row md:max-xl:flex-wrap">
        {pages.filter(opens).map(({ to, name, figure }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={to === '/'}
              {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
              className={({ isActive }) =>
                `flex min-h-8 items-center justify-between gap-3 rounded-control px-3 text-body max-md:min-h-11 md:max-xl:px-2 ${
                  isActive ? 'bg-tint font-semibold text-accent-text' : 'text-ink-2 hover:bg-fill'
                }`
              }
            >
              {name}
              {figure !== undefined && overview !== undefined && (
                <span className="text-label font-normal text-ink-3 max-xl:hidden">
                  {figure(overview)}
                </span>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
