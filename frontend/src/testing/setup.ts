import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// What jsdom lacks and the browser has.
class NoResize {
  observe = vi.fn()
  unobserve = vi.fn()
  disconnect = vi.fn()
}
globalThis.ResizeObserver = NoResize
window.scrollTo = vi.fn() as typeof window.scrollTo
window.matchMedia = (query: string) =>
  ({
    matches: query.includes('min-width'),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList

// Made over the prototype, which jsdom leaves without them.
Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true
    this.querySelector<HTMLElement>('input, button')?.focus()
  },
  close(this: HTMLDialogElement) {
    if (!this.open) return
    this.open = false
    this.dispatchEvent(new Event('close'))
  },
})
Element.prototype.scrollIntoView = () => undefined

// Nothing is laid out in jsdom; charts need a size to draw themselves.
HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 600, 300)

// A busy machine may take longer than the usual second.
configure({ asyncUtilTimeout: 5000 })
afterEach(cleanup)
