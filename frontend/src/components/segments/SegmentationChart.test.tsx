import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { segments } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { SegmentationChart } from './SegmentationChart'

function draw(address = '/') {
  return renderAt(address, <SegmentationChart segments={segments} />)
}

test('the title says which segment brings most', () => {
  draw()
  expect(
    screen.getByRole('heading', { name: 'Champions are 20% of customers and 65% of revenue' }),
  ).toBeInTheDocument()
})

test('bars lead to the customers of their segment', () => {
  draw()
  expect(screen.getByRole('link', { name: 'At Risk' })).toHaveAttribute(
    'href',
    '/customers?segment=At%20Risk',
  )
})

test('the view is in the address and a link opens it', async () => {
  const { search } = draw()
  await userEvent.click(screen.getByRole('button', { name: 'Pie' }))
  expect(search().get('view')).toBe('pie')
  expect(await screen.findByText('revenue after returns')).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Bars' }))
  expect(search().has('view')).toBe(false)
})

test('a treemap is drawn from its address', async () => {
  draw('/?view=treemap')
  const chart = await screen.findByRole('figure', { name: 'Revenue by segment as a treemap' })
  expect(await within(chart).findByText(/£65.0k/)).toBeInTheDocument()
})

test.each(['treemap', 'pie'])('a %s leads to the customers of its segments', async (view) => {
  draw(`/?view=${view}`)
  expect(await screen.findByRole('link', { name: /^At Risk/ })).toHaveAttribute(
    'href',
    '/customers?segment=At%20Risk',
  )
})

test('an unknown view falls back to bars', () => {
  draw('/?view=cube')
  expect(screen.getByRole('button', { name: 'Bars' })).toHaveAttribute('aria-pressed', 'true')
})

test('the table gives the same figures', async () => {
  const { search } = draw('/?view=pie')
  await userEvent.click(screen.getByRole('button', { name: 'Table' }))
  expect(search().getAll('table')).toEqual(['segments'])
  const table = screen.getByRole('table', { name: 'Customers and revenue by segment' })
  const row = within(table).getByRole('row', { name: /Champions/ })
  expect(row).toHaveTextContent('£65,000')
  expect(row).toHaveTextContent('65%')
})
