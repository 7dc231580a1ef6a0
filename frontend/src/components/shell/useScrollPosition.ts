import { useEffect, useLayoutEffect, useRef } from 'react'
import { NavigationType, useLocation, useNavigationType } from 'react-router'

const positions = new Map<string, number>()

/** A new page begins at its top; going back leads to where one was; a filter moves nothing. */
export function useScrollPosition(): void {
  const { key, pathname } = useLocation()
  const navigation = useNavigationType()
  const shown = useRef(pathname)

  useLayoutEffect(() => {
    const before = positions.get(key)
    if (navigation === NavigationType.Pop) {
      if (before !== undefined) window.scrollTo(0, before)
    } else if (pathname !== shown.current) {
      window.scrollTo(0, 0)
    }
    shown.current = pathname
    const note = () => {
      positions.set(key, window.scrollY)
    }
    note()
    window.addEventListener('scroll', note, { passive: true })
    return () => {
      window.removeEventListener('scroll', note)
    }
  }, [key, pathname, navigation])

  useEffect(() => {
    // The browser restores only what it loads anew; within the dashboard it would come too early.
    window.history.scrollRestoration = 'manual'
    const leave = () => {
      window.history.scrollRestoration = 'auto'
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
}
