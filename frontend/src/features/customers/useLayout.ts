import { useMediaQuery } from '@/components/useMediaQuery'
import type { Layout } from './columns'

export function useLayout(): Layout {
  const tablet = useMediaQuery('(min-width: 768px)')
  const desktop = useMediaQuery('(min-width: 1200px)')
  if (desktop) return 'desktop'
  return tablet ? 'tablet' : 'phone'
}
