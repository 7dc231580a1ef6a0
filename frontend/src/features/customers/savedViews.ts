import { useSyncExternalStore } from 'react'

/*
 * Views with names, kept in this browser. A view is the part of the address that says what the list shows, so
 * its link opens the same for everybody.
 */

export interface SavedView {
  name: string
  search: string
}

const key = 'customer views'
const listeners = new Set<() => void>()
const none: SavedView[] = []
let read: { text: string | null; views: SavedView[] } = { text: null, views: none }

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false
  const { name, search } = value as Record<string, unknown>
  return typeof name === 'string' && typeof search === 'string'
}

/** What is kept; nothing where it can't be read. */
function views(): SavedView[] {
  const text = window.localStorage.getItem(key)
  if (text !== read.text) {
    let found: unknown = none
    try {
      found = JSON.parse(text ?? '[]')
    } catch {
      // Somebody else wrote there: begin anew.
    }
    read = { text, views: Array.isArray(found) ? found.filter(isView) : none }
  }
  return read.views
}

function keep(next: SavedView[]) {
  window.localStorage.setItem(key, JSON.stringify(next))
  listeners.forEach((listener) => {
    listener()
  })
}

/** Keeps the view; one of the same name is replaced. */
export function saveView(view: SavedView) {
  const others = views().filter(({ name }) => name !== view.name)
  keep([...others, view].sort((a, b) => a.name.localeCompare(b.name)))
}

export function forgetView(name: string) {
  keep(views().filter((view) => view.name !== name))
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

export function useSavedViews(): SavedView[] {
  return useSyncExternalStore(subscribe, views)
}
