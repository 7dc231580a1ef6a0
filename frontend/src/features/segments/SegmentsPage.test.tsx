import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Movement } from '@/services/api/types'
import { overview, segments } from '@/testing/answers'
import { renderAt, viewer } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { SegmentsPage } from './SegmentsPage'

const movement: Movement = {
  run_id: 3,
  currency: 'GBP',
  earlier: '2011-11-01',
  later: '2011-12-01',
  note: null,
  month_ends: [],
  items: [
    {
      from_segment: 'At Risk',
      to_segment: 'Champions',
      customers: 30,
      monetary_before: 0,
      monetary_after: 900_000,
    },
  ],
}

test.each([
  ['this machine', undefined, true],
  ['a viewer', viewer, false],
])('%s is shown the customers behind a figure if they may see them', async (_, session, may) => {
  const asked = serve({
    '/api/overview': () => json(overview),
    '/api/customers/segments': () => json(segments),
    '/api/segments/movement': () => json(movement),
    '/api/segments/movers': () =>
      json({ run_id: 3, currency: 'GBP', items: [], next_cursor: null }),
    '/api/segments/history': () => json({ title: 'Not now' }, 500),
  })
  const address = '/segments?cell=5-5&from=At+Risk&to=Champions&table=movement'
  const { container } = renderAt(address, <SegmentsPage />, '*', session)
  expect(await screen.findByText(/^1 cell: 465 customers/)).toBeInTheDocument()
  expect(await screen.findByText(/are in the table only\./)).toBeInTheDocument()
  expect((await screen.findAllByText('Champions'))[0]).toBeInTheDocument()
  await waitFor(() => {
    expect(asked.some(({ path }) => path === '/api/segments/movers')).toBe(may)
  })
  expect(container.querySelectorAll('a[href^="/customers"]').length > 0).toBe(may)
  expect(screen.queryAllByRole('button', { name: /^List / })).toHaveLength(may ? 1 : 0)
})

test('a viewer adds cells up by the keyboard, too', async () => {
  const grid = [
    ...overview.grid,
    { r: 5, fm: 4, customers: 140, monetary: 300_000, segment: 'Champions' },
    { r: 5, fm: 3, customers: 0, monetary: 0, segment: 'Promising' },
  ]
  serve({
    '/api/overview': () => json({ ...overview, grid }),
    '/api/customers/segments': () => json(segments),
    '/api/segments/movement': () => json(movement),
    '/api/segments/history': () => json({ title: 'Not now' }, 500),
  })
  renderAt('/segments', <SegmentsPage />, '*', viewer)
  const cells = await screen.findAllByRole('button', { name: /^R\d FM\d/ })
  const corner = screen.getByRole('button', { name: /^R5 FM5/ })
  expect(cells).toHaveLength(2)
  corner.focus()
  await userEvent.keyboard('{Enter}')
  expect(await screen.findByText(/^1 cell: 465 customers/)).toBeInTheDocument()
  expect(corner).toHaveAttribute('aria-pressed', 'true')
  await userEvent.keyboard(' ')
  expect(corner).toHaveAttribute('aria-pressed', 'false')
  await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}')
  expect(await screen.findByText(/^2 cells: 605 customers/)).toBeInTheDocument()
})
