import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { Session } from '@/services/api/types'
import { metrics, overview, segments } from '@/testing/answers'
import { renderAt, viewer } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { Dashboard } from './Dashboard'
import { changeInWords, revenueFinding } from './findings'

function draw(answer: () => Response, session?: Session) {
  serve({
    '/api/overview': answer,
    '/api/customers/segments': () => json(segments),
    '/api/model/metrics': () => json(metrics),
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
