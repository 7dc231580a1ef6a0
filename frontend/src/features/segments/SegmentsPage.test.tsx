import { screen, waitFor } from '@testing-library/react'
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
