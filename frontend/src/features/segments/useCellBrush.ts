import { useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { cellName } from '@/components/segments/gridCells'
import type { GridBrush } from '@/components/segments/RfmGrid'
import { useAddress } from '@/components/useAddress'
import type { GridCell } from '@/services/api/types'
import { cellsBetween, isDirection, nextCell } from './brush'

interface Drag {
  start: string
  before: ReadonlySet<string>
  moved: boolean
}

export interface CellBrush extends GridBrush {
  setChoosing: (on: boolean) => void
  clear: () => void
}

function cellAt(element: Element | EventTarget | null): string | null {
  if (!(element instanceof Element)) return null
  return element.closest('[data-cell]')?.getAttribute('data-cell') ?? null
}

/** The cell of somebody who may see no customers: it leads nowhere. */
function isButton(element: EventTarget): boolean {
  return element instanceof Element && element.closest('button') !== null
}

/**
 * Cells chosen by dragging over them, by Shift and the arrow keys, by Space, or, while `choosing`, by
 * taps. The address keeps them. A cell that leads nowhere is chosen by a click, too.
 */
export function useCellBrush(grid: readonly GridCell[]): CellBrush {
  const [params, setAddress] = useAddress()
  const [choosing, setChoosing] = useState(false)
  const [draft, setDraft] = useState<ReadonlySet<string> | null>(null)
  const drag = useRef<Drag | null>(null)
  const anchor = useRef<string | null>(null)
  const dragged = useRef(false)
  const filled = grid.filter((cell) => cell.customers > 0).map(cellName)
  const chosenIn = (address: URLSearchParams): Set<string> =>
    new Set(address.getAll('cell').filter((name) => filled.includes(name)))
  const kept: ReadonlySet<string> = chosenIn(params)

  const change = (alter: (now: Set<string>) => ReadonlySet<string>) => {
    setAddress(
      (current) => {
        const next = alter(chosenIn(current))
        current.delete('cell')
        for (const name of filled) if (next.has(name)) current.append('cell', name)
        return current
      },
      { replace: true },
    )
  }
  const keep = (next: ReadonlySet<string>) => {
    change(() => next)
  }
  const toggle = (name: string) => {
    change((now) => {
      if (!now.delete(name)) now.add(name)
      return now
    })
  }
  const end = () => {
    drag.current = null
    setDraft(null)
  }

  return {
    chosen: draft ?? kept,
    choosing,
    setChoosing,
    clear: () => {
      anchor.current = null
      keep(new Set())
    },
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        const start = cellAt(event.target)
        // A finger that drags scrolls the page, unless cells are being chosen.
        if (start === null || event.button !== 0 || (event.pointerType !== 'mouse' && !choosing))
          return
        const adds = choosing || event.shiftKey || event.ctrlKey || event.metaKey
        drag.current = { start, before: adds ? kept : new Set(), moved: false }
      },
      onPointerMove: (event: PointerEvent) => {
        const { current } = drag
        if (current === null) return
        const over = cellAt(document.elementFromPoint(event.clientX, event.clientY))
        if (over === null || (over === current.start && !current.moved)) return
        if (!current.moved) event.currentTarget.setPointerCapture(event.pointerId)
        current.moved = true
        setDraft(new Set([...current.before, ...cellsBetween(grid, current.start, over)]))
      },
      onPointerUp: () => {
        if (drag.current?.moved === true && draft !== null) {
          keep(draft)
          // The click that ends a drag opens no list.
          dragged.current = true
          setTimeout(() => {
            dragged.current = false
          })
        }
        end()
      },
      onPointerCancel: end,
      onClickCapture: (event: MouseEvent) => {
        const name = cellAt(event.target)
        // A click by Enter has no place on the screen, and lists the cell's customers as ever.
        const chooses = name !== null && (isButton(event.target) || (choosing && event.detail > 0))
        if (!dragged.current && !chooses) return
        event.preventDefault()
        if (!dragged.current && name !== null) toggle(name)
      },
      onKeyDown: (event: KeyboardEvent) => {
        const name = cellAt(event.target)
        if (name === null) return
        if (event.key === ' ') {
          anchor.current = name
          // A button makes a click of it.
          if (isButton(event.target)) return
          event.preventDefault()
          toggle(name)
        } else if (event.key === 'Escape' && kept.size > 0) {
          anchor.current = null
          keep(new Set())
        } else if (isDirection(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault()
          const next = nextCell(grid, name, event.key) ?? name
          event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus()
          if (!event.shiftKey) {
            anchor.current = null
            return
          }
          anchor.current ??= name
          keep(new Set(cellsBetween(grid, anchor.current, next)))
        }
      },
    },
  }
}
