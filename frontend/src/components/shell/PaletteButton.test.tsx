import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '@/services/api/types'
import { noteCustomer, recentCustomers } from '@/services/recentCustomers'
import { customer, page } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { PaletteButton } from './PaletteButton'

const viewer: Session = {
  sign_in: true,
  has_users: true,
  user: { name: 'vera', role: 'viewer', by: 'session' },
}

function open(session?: Session) {
  const asked = serve({
    '/api/customers/rfm': ({ params }) =>
      json(
        page(
          ['12347', '12348']
            .filter((id) => id.startsWith(params.get('q') ?? ''))
            .map((id) => customer(id)),
        ),
      ),
  })
  renderAt('/segments', <PaletteButton />, '*', session)
  return asked
}

async function field() {
  return screen.findByRole('combobox', { name: 'Go to' })
}

function active(input: HTMLElement): string {
  const id = input.getAttribute('aria-activedescendant') ?? ''
  return document.getElementById(id)?.textContent ?? ''
}

beforeEach(() => {
  localStorage.clear()
})

describe('the palette', () => {
  test('opens by key, goes through its options round and round, and leads to a page', async () => {
    const user = userEvent.setup()
    open()
    await user.keyboard('{Control>}k{/Control}')
    const input = await field()
    expect(active(input)).toBe('Overview')
    await user.keyboard('{ArrowUp}')
    expect(active(input)).toBe('Settings')
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(active(input)).toBe('Segments')
    expect(screen.getByRole('option', { name: 'Segments' })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    await user.type(input, 'mod{Enter}')
    expect(window.location.pathname).toBe('/model')
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
  })

  test('finds customers as one types, and leads to one', async () => {
    const user = userEvent.setup()
    const asked = open()
    await user.click(screen.getByRole('button', { name: /Go to/ }))
    await user.type(await field(), '1234')
    const customers = await screen.findByRole('group', { name: 'Customers' })
    expect(await within(customers).findByRole('option', { name: /^12348/ })).toBeInTheDocument()
    expect(screen.getByRole('status')).toHaveTextContent('2 customers match')
    expect(asked.map(({ params }) => params.get('q'))).toEqual(['1234'])
    await user.keyboard('{ArrowDown}{Enter}')
    expect(window.location.pathname).toBe('/customers/12348')
  })

  test('never opens what was found for an earlier text', async () => {
    const user = userEvent.setup()
    open()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await field(), '12347')
    await screen.findByRole('option', { name: /^12347/ })
    await user.keyboard('9')
    expect(screen.queryByRole('option', { name: /^12347/ })).not.toBeInTheDocument()
    await user.keyboard('{Enter}')
    await waitFor(() => {
      expect(window.location.pathname + window.location.search).toBe('/customers?q=123479')
    })
  })

  test('says so when nobody is found', async () => {
    const user = userEvent.setup()
    open()
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await field(), 'xyz')
    expect(await screen.findByText(/No customer id begins with “xyz”/)).toBeInTheDocument()
  })

  test('offers the customers looked at last', async () => {
    const user = userEvent.setup()
    for (const id of ['1', '2', '3', '4', '5', '6', '2']) noteCustomer(id)
    expect(recentCustomers()).toEqual(['2', '6', '5', '4', '3'])
    open()
    await user.keyboard('{Control>}k{/Control}')
    const recent = await screen.findByRole('group', { name: 'Recent customers' })
    expect(within(recent).getAllByRole('option')).toHaveLength(5)
    await user.keyboard('{Enter}')
    expect(window.location.pathname).toBe('/customers/2')
  })

  test('knows no customers for a viewer', async () => {
    const user = userEvent.setup()
    noteCustomer('12347')
    const asked = open(viewer)
    await user.keyboard('{Control>}k{/Control}')
    const input = await field()
    expect(screen.queryByRole('option', { name: 'Customers' })).not.toBeInTheDocument()
    expect(screen.queryByRole('option', { name: '12347' })).not.toBeInTheDocument()
    await user.type(input, '12347')
    await waitFor(() => {
      expect(screen.queryAllByRole('option')).toEqual([])
    })
    expect(screen.getByRole('status')).toHaveTextContent('No page is called “12347”.')
    expect(asked).toEqual([])
  })

  test('closes by the same key, and by its button', async () => {
    const user = userEvent.setup()
    open()
    await user.keyboard('{Control>}k{/Control}')
    await field()
    await user.keyboard('{Control>}k{/Control}')
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: /Go to/ }))
    await field()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
  })
})
