import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import type {
  Campaign,
  CampaignPlan,
  PlanCustomers,
  PlanPoint,
  Session,
} from '@/services/api/types'
import { overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { CampaignPage } from './CampaignPage'
import { PastCampaigns } from './PastCampaigns'

function point(customers: number, profit: number): PlanPoint {
  const letters = customers - Math.round(customers / 10)
  const ends = { profit_low: profit - 500, profit_high: profit + 500 }
  return { customers, letters, buyers: customers / 3, spend: customers * 90, profit, ...ends }
}

const curve = [point(0, 0), point(500, 2000), point(1000, 3000), point(1500, 2400)]
const best = point(1000, 3000)

const plan: CampaignPlan = {
  run_id: 3,
  currency: 'GBP',
  note: null,
  ranking: 'past_spend',
  horizon_days: 30,
  months: 7,
  measured: null,
  best,
  chosen: best,
  break_even: { effect: 0.02, cost: 5, margin: 0.06 },
  smallest_effect_seen: 0.9,
  changes: [],
  curve,
  past: null,
}

const spring: Campaign = {
  campaign_id: 5,
  name: 'Spring',
  run_id: 3,
  created_at: '2011-12-10T08:00:00Z',
  starts_on: '2011-12-10',
  ends_before: '2012-01-09',
  horizon_days: 30,
  is_over: false,
  ranking: 'past_spend',
  margin: 0.3,
  cost: 1,
  effect: 0.1,
  letters: 900,
  held_out: 100,
  promised_profit: 3000,
  promised_low: 2500,
  promised_high: 3500,
  result: null,
}

const first: PlanCustomers = {
  run_id: 3,
  currency: 'GBP',
  ranking: 'probability_and_spend',
  items: ['17450', '18102'].map((customer_id, index) => ({
    place: index + 1,
    customer_id,
    segment: 'Champions',
    recency: 9,
    monetary: 1000,
    purchase_probability: 0.9,
    rank_value: 900,
  })),
}

function show(address: string, answer: Partial<CampaignPlan> = {}) {
  const asked = serve({
    '/api/overview': () => json(overview),
    '/api/campaigns/plan': () => json({ ...plan, ...answer }),
    '/api/campaigns': () => json({ items: [] }),
    '/api/campaigns/plan/customers': () => json(first),
  })
  return { asked, ...renderAt(address, <CampaignPage />) }
}

const sentence = (text: string) => screen.findByText((_, node) => node?.textContent === text)

test('the best plan is told in a sentence, with its cost and its interval', async () => {
  show('/campaign?cost=2')
  expect(
    await sentence(
      'Of the best 1,000 customers, write to 900 and hold out 100: it costs £1,800 and should bring about £3,000 profit, 80% interval £2,500 to £3,500.',
    ),
  ).toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'Export 900 to write, 100 held out' })).toBeEnabled()
  expect(
    screen.getByRole('heading', { name: 'Past 1,000 customers, each further letter loses money' }),
  ).toBeInTheDocument()
})

test('terms that are typed are asked for; those of the address are the first', async () => {
  const { asked } = show('/campaign?margin=0.4')
  const field = await screen.findByRole('textbox', { name: 'Margin on an order, in percent' })
  expect(field).toHaveValue('40%')
  await userEvent.click(field)
  await userEvent.clear(field)
  await userEvent.type(field, '25{Enter}')
  const margins = () =>
    asked.filter(({ path }) => path.endsWith('/plan')).map(({ params }) => params.get('margin'))
  await waitFor(() => {
    expect(margins()).toEqual(['0.4', '0.25'])
  })
  expect(field).toHaveValue('25%')
})

test('another number of customers has its own sentence, and leads back to the best', async () => {
  show('/campaign?customers=500')
  expect(
    await screen.findByRole('button', { name: 'Export 450 to write, 50 held out' }),
  ).toBeEnabled()
  expect(screen.getByRole('slider', { name: 'Customers chosen' })).toHaveAttribute(
    'aria-valuetext',
    '500: £2,000',
  )
  expect(screen.getByRole('button', { name: 'Back to the best, 1,000' })).toBeInTheDocument()
})

test('where no letter pays the page says so and exports nothing', async () => {
  show('/campaign', { best: point(0, 0), chosen: point(0, 0) })
  expect(
    await sentence('On these terms no letter pays for itself: write to nobody.'),
  ).toBeInTheDocument()
  expect(screen.getByRole('button', { name: /^Export 0/ })).toBeDisabled()
})

const limitGone = { customers: 1000, letters: 900, profit: 3000 }

test.each([
  ['budget=1.5&cost=2', 'The budget of £1.50 is below the £2.00 of one letter: write to nobody.'],
  ['budget=20&cost=2', 'On these terms no letter pays for itself: write to nobody.'],
])('with %s it is told why nobody is written to', async (terms, told) => {
  const isBelow = told.startsWith('The budget')
  show(`/campaign?${terms}`, {
    best: point(0, 0),
    chosen: point(0, 0),
    changes: isBelow ? [{ change: 'no limit of budget or capacity', ...limitGone }] : [],
  })
  expect(await sentence(told)).toBeInTheDocument()
  const finding = isBelow
    ? 'The budget does not pay for one letter'
    : 'Each letter costs more than it brings'
  expect(screen.getByRole('heading', { name: finding })).toBeInTheDocument()
})

test('more letters than the budget pays for are told, and not exported', async () => {
  show('/campaign?budget=1000&cost=2&customers=1500', { best: point(500, 2000) })
  expect(
    await sentence(
      'Of the best 1,500 customers, write to 1,350 and hold out 150: it costs £2,700, £1,700 over the budget.',
    ),
  ).toBeInTheDocument()
  expect(screen.getByRole('button', { name: /^Export 1,350/ })).toBeDisabled()
  expect(screen.getByText('Over the budget')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Back to the best, 500' }))
  expect(screen.getByRole('button', { name: /^Export 450/ })).toBeEnabled()
  expect(screen.queryByText(/over the budget/i)).not.toBeInTheDocument()
})

test('nobody, where letters pay, is told as what was chosen', async () => {
  show('/campaign?customers=0')
  expect(
    await sentence('You chose to write to nobody: it costs nothing and brings nothing.'),
  ).toBeInTheDocument()
})

test('a run without a finished month says what is missing', async () => {
  const note = 'No plan yet: this run has no finished month to learn from.'
  show('/campaign', { note, best: null, chosen: null, curve: [], break_even: null })
  expect(await screen.findByText(note)).toBeInTheDocument()
  expect(screen.queryByRole('slider')).not.toBeInTheDocument()
})

test.each([
  ['/campaign', ['A letter costs twice as much']],
  ['/campaign?budget=200', ['A letter costs twice as much', 'No limit of budget']],
])('at %s, other terms are told that are other terms', async (address, told) => {
  const other = { customers: 1200, letters: 1080, profit: 3100 }
  show(address, {
    changes: [
      { change: 'cost doubled', ...other },
      { change: 'no limit of budget or capacity', ...other },
    ],
  })
  const table = await screen.findByRole('table', { name: 'The best plan on other terms' })
  const names = within(table).getAllByRole('rowheader')
  expect(names.map((name) => name.textContent)).toEqual(told)
})

test('a name that is taken is told where it was typed, and nothing is saved', async () => {
  const taken = { title: 'Name taken', detail: "There is a campaign 'Spring' already." }
  const asked = serve({
    '/api/overview': () => json(overview),
    '/api/campaigns/plan': () => json(plan),
    '/api/campaigns': ({ method }) => (method === 'POST' ? json(taken, 409) : json({ items: [] })),
    '/api/campaigns/plan/customers': () => json(first),
  })
  renderAt('/campaign?hold_out=0.2', <CampaignPage />)
  await userEvent.click(await screen.findByRole('button', { name: /^Export 900/ }))
  const form = screen.getByRole('dialog', { name: 'Begin a campaign' })
  await userEvent.type(within(form).getByLabelText('Name of the campaign'), 'Spring')
  await userEvent.click(within(form).getByRole('button', { name: 'Begin, and save the list' }))
  expect(await within(form).findByRole('alert')).toHaveTextContent(taken.detail)
  const posted = asked.find(({ method }) => method === 'POST')
  expect(posted?.body).toMatchObject({
    name: 'Spring',
    customers: 1000,
    hold_out: 0.2,
    margin: 0.3,
  })
  expect(asked.some(({ path }) => path.endsWith('.csv'))).toBe(false)
})

test('the way to the campaign that was measured keeps the terms of the address', async () => {
  const scroll = vi.spyOn(Element.prototype, 'scrollIntoView')
  const measured = { campaign_id: 5, name: 'Spring', effect: 0.1, low: 0.02, high: 0.18 }
  const { search } = show('/campaign?margin=0.4&cost=2', { measured })
  await userEvent.click(await screen.findByRole('button', { name: 'Spring' }))
  expect(scroll.mock.contexts[0]).toHaveAttribute('id', 'past')
  expect(scroll.mock.contexts[0]).toHaveFocus()
  expect(search().toString()).toBe('margin=0.4&cost=2')
})

test('past campaigns are never told in another currency than the shop has', async () => {
  serve({
    '/api/overview': () => json({ ...overview, currency: 'EUR' }),
    '/api/campaigns/plan': () => new Promise<Response>(() => undefined),
    '/api/campaigns': () => json({ items: [spring] }),
  })
  renderAt('/campaign', <CampaignPage />)
  expect(await screen.findByText('€3,000')).toBeInTheDocument()
})

test('a list that is not saved is told beside its campaign, which has begun', async () => {
  const detail = 'Three exports at a time are enough. Try again in 7 minutes.'
  const asked = serve({
    '/api/overview': () => json(overview),
    '/api/campaigns/plan': () => json(plan),
    '/api/campaigns': ({ method }) =>
      method === 'POST' ? json({ campaign_id: 5, name: 'Spring' }, 201) : json({ items: [] }),
    '/api/campaigns/plan/customers': () => json(first),
    '/api/campaigns/5/customers.csv': () => json({ title: 'Too many', detail }, 429),
  })
  renderAt('/campaign', <CampaignPage />)
  await userEvent.click(await screen.findByRole('button', { name: /^Export 900/ }))
  await userEvent.type(screen.getByLabelText('Name of the campaign'), 'Spring')
  await userEvent.click(screen.getByRole('button', { name: 'Begin, and save the list' }))
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent('“Spring” has begun, but its list was not saved; save it below.')
  expect(alert).toHaveTextContent(detail)
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('a refused list of an earlier campaign is told in the words of the server', async () => {
  const detail = 'Three exports at a time are enough. Try again in 7 minutes.'
  serve({
    '/api/campaigns/5/customers.csv': () => json({ title: 'Too many', detail }, 429),
  })
  renderAt('/campaign', <PastCampaigns campaigns={[spring]} currency="EUR" />)
  await userEvent.click(screen.getByRole('button', { name: 'Save its list: Spring' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(detail)
})

test.each(['viewer', 'analyst'] as const)('what a %s may not do is not offered', async (role) => {
  const asked = serve({
    '/api/overview': () => json(overview),
    '/api/campaigns/plan': () => json(plan),
    '/api/campaigns': () => json({ items: [] }),
    '/api/campaigns/plan/customers': () =>
      role === 'viewer' ? json({ title: 'Not allowed' }, 403) : json(first),
  })
  const session: Session = {
    sign_in: true,
    has_users: true,
    user: { name: 'vera', role, by: 'session' },
  }
  renderAt('/campaign', <CampaignPage />, '*', session)
  expect(await screen.findAllByRole('slider')).not.toHaveLength(0)
  expect(screen.queryAllByRole('button', { name: /^Export 900/ })).toHaveLength(
    role === 'viewer' ? 0 : 1,
  )
  expect(asked.some(({ path }) => path.endsWith('/plan/customers'))).toBe(role === 'analyst')
  expect(screen.queryByRole('alert')).not.toBeInTheDocument()
})

test('the list shows the first customers of the plan, also in an order that the list of customers lacks', async () => {
  show('/campaign', { ranking: 'probability_and_spend' })
  const list = await screen.findByRole('table', { name: 'First customers of the list' })
  expect(
    within(list)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['17450', '18102'])
  expect(screen.queryByText('All customers in this order')).not.toBeInTheDocument()
})
