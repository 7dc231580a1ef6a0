import { lazy, Suspense, useEffect, useState } from 'react'

const Palette = lazy(async () => ({ default: (await import('./Palette')).Palette }))

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Opens the palette, by a click or by Ctrl-K (Cmd-K on a Mac), from wherever one is. */
export function PaletteButton() {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return
      if (!(isMac ? event.metaKey : event.ctrlKey)) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
    }
  }, [])
  return (
    <>
      <button
        type="button"
        className="quiet-button max-md:min-h-11 xl:mx-3 xl:mb-4 xl:justify-between xl:bg-fill xl:min-h-8"
        aria-haspopup="dialog"
        aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}
        onClick={() => {
          setOpen(true)
        }}
      >
        Go to
        <span aria-hidden className="text-ink-3 max-xl:hidden">
          {isMac ? '⌘K' : 'Ctrl K'}
        </span>
      </button>
      {open && (
        <Suspense fallback={null}>
          <Palette
            onClose={() => {
              setOpen(false)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
