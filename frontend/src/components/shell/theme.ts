import { useEffect, useState } from 'react'

export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'theme'
const systemDark = '(prefers-color-scheme: dark)'

function stored(): ThemeChoice {
  try {
    const choice = localStorage.getItem(key)
    return choice === 'light' || choice === 'dark' ? choice : 'system'
  } catch {
    return 'system'
  }
}

function store(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, choice)
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is left.
  }
}

/** The choice and the way to change it. `src/app/start.js` applies it before the first paint. */
export function useTheme(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState(stored)
  useEffect(() => {
    const media = window.matchMedia(systemDark)
    const apply = () => {
      const dark = choice === 'dark' || (choice === 'system' && media.matches)
      document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    }
    apply()
    media.addEventListener('change', apply)
    return () => {
      media.removeEventListener('change', apply)
    }
  }, [choice])
  return [
    choice,
    (next) => {
      store(next)
      setChoice(next)
    },
  ]
}
