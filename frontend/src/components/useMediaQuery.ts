import { useSyncExternalStore } from 'react'

export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', notify)
      return () => {
        media.removeEventListener('change', notify)
      }
    },
    () => window.matchMedia(query).matches,
  )
}

/** Below this the page has one column and tables keep three. */
export function useIsPhone(): boolean {
  return useMediaQuery('(max-width: 767px)')
}
