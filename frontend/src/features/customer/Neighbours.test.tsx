import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { Neighbours } from './Neighbours'

const beside = { run_id: 3, customer_id: '2', row: 2, previous: '1', next: null }

function open(answer: object = beside) {
  const asked = serve({ '/api/customers/2/neighbours': () => json(answer) })
  renderAt('/customers/2?segment=At+Risk&sort=-recency&order=77', <Neighbours customerId="2" />)
  return asked
}

test('the list’s own filters and order say who comes next', async () => {
  const asked = open()
  expect(await screen.findByText('Row 2')).toBeInTheDocument()
  expect(Object.fromEntries(asked[0]?.params ?? [])).toEqual({
    segment: 'At Risk',
    sort: '-recency',
  })
  expect(screen.getByRole('link', { name: 'Previous customer, 1' })).toHaveAttribute(
    'href',
    '/customers/1?segment=At+Risk&sort=-recency',
  )
  expect(screen.getByRole('link', { name: 'Next customer' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('arrow keys lead on, but not out of a field', async () => {
  const user = userEvent.setup()
  open()
  await screen.findByText('Row 2')
  const field = document.body.appendChild(document.createElement('input'))
  field.focus()
  await user.keyboard('{ArrowLeft}')
  expect(window.location.pathname).toBe('/customers/2')
  field.remove()
  await user.keyboard('{ArrowRight}')
  expect(window.location.pathname).toBe('/customers/2')
  await user.keyboard('{Control>}{ArrowLeft}{/Control}')
  expect(window.location.pathname).toBe('/customers/2')
  await user.keyboard('{ArrowLeft}')
  await waitFor(() => {
    expect(window.location.pathname).toBe('/customers/1')
  })
})
