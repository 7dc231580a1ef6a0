import { render, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import type { Order } from '@/services/api/types'
import { CustomerDetails } from './CustomerDetails'
import { orderDays } from './findings'
import { PartsWaterfall, stepsOf } from './PartsWaterfall'

test('an unknown id is met with ways on', async () => {
  serve({
    '/api/overview': () => json(overview),
    '/api/customers/99123/details': () => json({ title: 'No such customer' }, 404),
  })
  renderAt('/customers/99123', <CustomerDetails />, '/customers/:customerId')
  expect(
    await screen.findByRole('heading', { name: 'No customer has the id 99123' }),
  ).toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'Ids that begin with 991' })).toHaveAttribute(
    'href',
    '/customers?q=991',
  )
})

test('two orders of a day are one visit, and a return is none', () => {
  const order = (ordered_at: string, gross: number, is_order = true): Order => ({
    invoice_no: ordered_at,
    ordered_at,
    is_order,
    gross,
    net: gross,
    pieces: 1,
    lines: [],
  })
  const visits = orderDays([
    order('2011-06-22T09:00:00', 300),
    order('2011-05-20T09:00:00', -20, false),
    order('2011-05-13T15:00:00', 200),
    order('2011-05-13T09:00:00', 100),
  ])
  expect(visits.map(({ date, value, daysSince }) => [date, value, daysSince])).toEqual([
    ['2011-05-13', 300, null],
    ['2011-06-22', 300, 40],
  ])
})

test('the parts of a probability lead from the average to the customer', () => {
  const parts = [
    { topic: 'average', label: 'Average of all', share: 0.3 },
    { topic: 'spend', label: 'What was spent', share: 0.25 },
    { topic: 'cadence', label: 'The silence', share: -0.05 },
  ] as const
  expect(stepsOf(parts).map(({ from, to }) => [from, to])).toEqual([
    [0, 0.3],
    [0.3, 0.55],
    [0.55, 0.5],
  ])
  render(<PartsWaterfall parts={parts} probability={0.5} />)
  const table = screen.getByRole('table', { name: 'What the 50% are made of' })
  const figures = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.lastElementChild?.textContent)
  expect(figures).toEqual(['30%', '+25', '−5.0', '50%'])
})
