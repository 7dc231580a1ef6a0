import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { recentCustomers } from '@/services/recentCustomers'
import { customer, overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import type { CustomerProfile, Order } from '@/services/api/types'
import { CustomerDetails } from './CustomerDetails'
import { orderDays, segmentsFinding, stretchesOf } from './findings'
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

/** The answers about a customer with one order. */
function profileOf(customerId: string): CustomerProfile {
  return {
    run_id: 3,
    as_of: '2011-12-10T00:00:00',
    currency: 'GBP',
    customer_id: customerId,
    country: 'United Kingdom',
    countries: ['United Kingdom'],
    rfm: {
      ...customer(customerId),
      customers: 4334,
      monetary_rank: 90,
      recency_percentile: 0.4,
      frequency_percentile: 0.6,
      monetary_percentile: 0.9,
    },
    segments: [{ as_of: '2011-12-10', segment: 'Champions' }],
    prediction: {
      horizon_days: 30,
      purchase_probability: null,
      probability_rank: null,
      mean_probability: null,
      expected_value: null,
      expected_value_low: null,
      expected_value_high: null,
      parts: [],
      reasons: [],
    },
    orders: [],
    orders_total: 0,
    products: [],
    products_total: 0,
  }
}

test('an erasure is told of the erased customer alone, whose page is not kept', async () => {
  localStorage.clear()
  let erased = false
  serve({
    '/api/overview': () => json(overview),
    '/api/customers/111/details': () =>
      erased ? json({ title: 'No such customer' }, 404) : json(profileOf('111')),
    '/api/customers/222/details': () => json(profileOf('222')),
    '/api/customers/111/next-products': () => json({ items: [], note: null }),
    '/api/customers/222/next-products': () => json({ items: [], note: null }),
    '/api/customers/111/erase': () => {
      erased = true
      return json({ job_id: 7, has_worker: true }, 202)
    },
    '/api/jobs/7': () => json({ job_id: 7, job: 'erase', status: 'succeeded', problem: null }),
  })
  const { go } = renderAt('/customers/111', <CustomerDetails />, '/customers/:customerId')
  await userEvent.click(await screen.findByRole('button', { name: 'Erase the customer' }))
  await userEvent.type(screen.getByLabelText('Type the id 111 to confirm'), '111{Enter}')
  expect(await screen.findByText(/The customer is erased\./)).toBeInTheDocument()
  await go('/customers/222')
  expect(await screen.findByRole('button', { name: 'Erase the customer' })).toBeInTheDocument()
  expect(screen.queryByText(/The customer is erased\./)).not.toBeInTheDocument()
  await go('/customers/111')
  expect(await screen.findByText('No customer has the id 111')).toBeInTheDocument()
  expect(recentCustomers()).toEqual(['222'])
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

test('segments over time are told by what changed last', () => {
  const at = (...segments: string[]) =>
    segments.map((segment, month) => ({ as_of: `2011-0${month + 1}-01`, segment }))
  expect(stretchesOf(at('Lost', 'Lost', 'Promising', 'Lost'))).toEqual([
    { segment: 'Lost', from: '2011-01-01', to: '2011-02-01', moments: 2 },
    { segment: 'Promising', from: '2011-03-01', to: '2011-03-01', moments: 1 },
    { segment: 'Lost', from: '2011-04-01', to: '2011-04-01', moments: 1 },
  ])
  expect(segmentsFinding(at('Loyal Customers', 'At Risk', 'At Risk'))).toBe(
    'At Risk since 31 Jan 2011, Loyal Customers before',
  )
  expect(segmentsFinding(at('Champions', 'Champions', 'Loyal Customers'))).toBe(
    'Loyal Customers now, Champions on 31 Jan 2011',
  )
  expect(segmentsFinding(at('Champions', 'Champions'))).toBe(
    'Champions at every month end since 31 Dec 2010',
  )
  expect(segmentsFinding(at('New Customers'))).toBe('New Customers, with no month end before')
})
