import { NavLink } from 'react-router'
import type { Overview } from '@/services/api/types'
import { pages } from './pages'

interface NavigationProps {
  overview: Overview | undefined
  onNavigate?: () => void
}

export function Navigation({ overview, onNavigate }: NavigationProps) {
  return (
    <nav aria-label="Pages">
      <ul className="flex flex-col gap-0.5 md:max-xl:flex-row">
        {pages.map(({ to, name, figure }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={to === '/'}
              {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
              className={({ isActive }) =>
                `flex min-h-8 items-center justify-between gap-3 rounded-control px-3 text-body max-md:min-h-11 ${
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
