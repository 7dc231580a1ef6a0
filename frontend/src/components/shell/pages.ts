import { count } from '@/format'
import type { Overview, Role } from '@/services/api/types'

export interface Page {
  to: string
  name: string
  /** The least role that sees something there; a viewer where it is left out. */
  needs?: Role
  figure?: (overview: Overview) => string
}

export const pages: readonly Page[] = [
  { to: '/', name: 'Overview' },
  { to: '/segments', name: 'Segments' },
  {
    to: '/customers',
    name: 'Customers',
    needs: 'analyst',
    figure: ({ customers }) => count(customers),
  },
  { to: '/campaign', name: 'Campaign' },
  { to: '/retention', name: 'Retention' },
  { to: '/products', name: 'Products' },
  { to: '/model', name: 'Model' },
  { to: '/data', name: 'Data' },
  { to: '/settings', name: 'Settings' },
]
