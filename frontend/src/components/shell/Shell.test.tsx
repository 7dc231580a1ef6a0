import { act, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { Shell } from './Shell'

afterEach(() => {
  vi.useRealTimers()
})

test('a page that is left open learns of a new run within a minute', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  let run = 3
  serve({ '/api/overview': () => json({ ...overview, run_id: run }) })
  renderAt('/', <Shell />)
  expect(await screen.findByText('Run 3')).toBeInTheDocument()
  run = 4
  await act(() => vi.advanceTimersByTimeAsync(60_000))
  expect(await screen.findByText('Run 4')).toBeInTheDocument()
})

test('who comes back to the page sees a new run at once', async () => {
  let run = 3
  serve({ '/api/overview': () => json({ ...overview, run_id: run }) })
  renderAt('/', <Shell />)
  expect(await screen.findByText('Run 3')).toBeInTheDocument()
  run = 4
  act(() => {
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  })
  expect(await screen.findByText('Run 4')).toBeInTheDocument()
})
