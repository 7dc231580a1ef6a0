import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Flow, Movement, Session } from '@/services/api/types'
import { metrics, overview, segments } from '@/testing/answers'
import { renderAt, viewer } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { Dashboard } from './Dashboard'
import { changeInWords, revenueFinding } from './findings'

function fall(from: string, to: string, customers: number, worth: number): Flow {
  return {
    from_segment: from,
    to_segment: to,
    customers,
    monetary_before: worth,
    monetary_after: worth,
  }
}

const movement: Movement = {
  run_id: 3,
  currency: 'GBP',
  earlier: '2011-12-01',
  later: '2011-12-10',
  note: null,
  month_ends: [],
  items: [
    fall('Lost', 'Lost', 600, 900_000),
    fall('Champions', 'Loyal Customers', 40, 20_000),
    fall('Loyal Customers', 'At Risk', 24, 30_200),
    fall('Lost', 'Champions', 9, 80_000),
    fall('Promising', 'Lost', 3, 100),
    fall('Champions', 'Lost', 1, 7000),
  ],
}

function draw(answer: () => Response, session?: Session) {
  serve({
    '/api/overview': answer,
    '/api/customers/segments': () => json(segments),
    '/api/model/metrics': () => json(metrics),
    '/api/segments/movement': () => json(movement),
  })
  return renderAt('/', <Dashboard />, '*', session)
}

describe('the overview', () => {
  test('tells the last full month, never the partial one', async () => {
    draw(() => json(overview))
    expect(
      await screen.findByText('November was the best month: £1.43M, a third above October'),
    ).toBeInTheDocument()
    expect(screen.getByText(/Hatched: 9 days of December/)).toBeInTheDocument()
    expect(screen.getByText('As of 9 Dec 2011')).toBeInTheDocument()
  })

  test('leaves out the forecast where there is no model', async () => {
    draw(() => json({ ...overview, expected_buyers: null, horizon_days: null }))
    expect(await screen.findByText('Revenue at risk')).toBeInTheDocument()
    expect(screen.queryByText(/Expected, next/)).not.toBeInTheDocument()
    expect(screen.queryByText('See the backtest')).not.toBeInTheDocument()
  })

  test.each([
    ['this machine', undefined, true],
    ['a viewer', viewer, false],
  ])('leads %s to no customers whom they may not see', async (_, session, mayList) => {
    const { container } = draw(() => json(overview), session)
    expect(await screen.findByText('465')).toBeInTheDocument()
    expect((await screen.findAllByText('At Risk'))[0]).toBeInTheDocument()
    expect(screen.queryAllByRole('search')).toHaveLength(mayList ? 1 : 0)
    expect(container.querySelectorAll('a[href^="/customers"]').length > 0).toBe(mayList)
  })

  test.each([
    ['this machine', undefined, true],
    ['a viewer', viewer, false],
  ])('tells %s who fell since the last month, those worth most first', async (_, session, may) => {
    draw(() => json(overview), session)
    const heading = 'Since 30 Nov 2011: 24 Loyal Customers became At Risk, worth £30.2k'
    expect(await screen.findByRole('heading', { name: heading })).toBeInTheDocument()
    const table = screen.getByRole('table', { name: 'Who fell to a less engaged segment' })
    const cells = within(table).getAllByRole('row').slice(1)
    expect(cells.map((row) => row.textContent)).toEqual([
      'Loyal CustomersAt Risk24£30,200',
      'ChampionsLoyal Customers40£20,000',
      'ChampionsLost1£7,000',
    ])
    const links = within(table).queryAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(
      may
        ? [
            '/segments?from=Loyal+Customers&to=At+Risk',
            '/segments?from=Champions&to=Loyal+Customers',
            '/segments?from=Champions&to=Lost',
          ]
        : [],
    )
  })

  test('marks sample data', async () => {
    draw(() => json({ ...overview, sample: true }))
    expect(await screen.findByText('Sample data, not a real shop')).toBeInTheDocument()
  })

  test('says which command to run while nothing is published', async () => {
    let published = false
    draw(() =>
      published
        ? json(overview)
        : json(
            {
              title: 'Nothing published yet',
              detail: 'Score a file: make pipeline DATA=your-file.csv',
            },
            503,
          ),
    )
    const command = await screen.findByText('make pipeline DATA=your-file.csv')
    expect(command.tagName).toBe('CODE')
    published = true
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Revenue at risk')).toBeInTheDocument()
  })
})

test('a month that is not the best is compared, not praised', () => {
  const [october, november] = overview.months
  if (!october || !november) throw new Error('The sample has two full months')
  expect(revenueFinding([{ ...october, revenue: 2_000_000 }, november], 'GBP')).toBe(
    'November brought £1.43M, 29% below October',
  )
})

test('changes are told in plain fractions where they are near one', () => {
  expect(changeInWords(0.334)).toBe('a third above')
  expect(changeInWords(-0.25)).toBe('a quarter below')
  expect(changeInWords(0.12)).toBe('12% above')
  expect(changeInWords(0.001)).toBe('level with')
})
