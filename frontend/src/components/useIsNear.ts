import { useEffect, useState, type RefObject } from 'react'
import { useIsPhone } from './useMediaQuery'

/** So much of a phone's screen below its end counts as near. */
const margin = '20%'

/**
 * Whether a place on the page has come near the screen, once; at once where the screen is no phone's.
 * A phone has a slow processor and shows one chart at a time.
 */
export function useIsNear(place: RefObject<Element | null>): boolean {
  const isPhone = useIsPhone()
  const [wasNear, setWasNear] = useState(false)
  useEffect(() => {
    const element = place.current
    if (!isPhone || element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setWasNear(true)
      },
      { rootMargin: `${margin} 0px` },
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [place, isPhone])
  return !isPhone || wasNear
}
