import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test } from 'vitest'
import type { NewView, View } from '@/services/api/types'
import { renderAt, viewer } from '@/testing/renderAt'
import { json, serve, type Asked } from '@/testing/server'
import { ViewsMenu } from './ViewsMenu'

const key = 'customer views'

function view(number: number, name: string, more: Partial<View> = {}): View {
  return {
    view_id: number,
    name,
    search: 'segment=Lost',
    saved_by: 'anna',
    saved_at: '2026-11-12T09:30:00Z',
    may_change: true,
    ...more,
  }
}

const taken = {
  title: 'Name taken',
  detail: 'There is a view already.',
  errors: [{ parameter: 'name', message: 'taken' }],
}
const full = { title: 'Too many views', detail: 'There are 200 views.', errors: [] }

/** A shop's views, which saving and deleting change. */
function serveViews(...views: View[]) {
  let items = views
  const save = ({ method, body }: Asked) => {
    if (method === 'GET') return json({ items })
    const sent = body as NewView
    if (items.some(({ name }) => name === sent.name)) return json(taken, 409)
    items = [...items, view(items.length + 1, sent.name, { search: sent.search })]
    return json(items.at(-1), 201)
  }
  const change = ({ method, path, body }: Asked) => {
    const isIt = ({ view_id }: View) => path === `/api/views/${view_id}`
    if (method === 'DELETE') items = items.filter((one) => !isIt(one))
    else items = items.map((one) => (isIt(one) ? { ...one, ...(body as NewView) } : one))
    return method === 'DELETE' ? new Response(null, { status: 204 }) : json(items.find(isIt))
  }
  return serve({ '/api/views': save, '/api/views/1': change, '/api/views/2': change })
}

const open = () => userEvent.click(screen.getByRole('button', { name: 'Views' }))
const field = () => screen.getByRole('textbox', { name: 'Name of the view' })
const namesOf = (list: HTMLElement) =>
  within(list)
    .getAllByRole('link')
    .map(({ textContent }) => textContent)
const sent = (asked: Asked[]) =>
  asked.filter(({ method }) => method !== 'GET').map(({ method, body }) => [method, body])

beforeEach(() => {
  localStorage.clear()
})

describe('the views of the shop', () => {
  test('are asked for when the menu opens, and say who saved them', async () => {
    const asked = serveViews(view(1, 'Gone'), view(2, 'Abroad', { saved_by: null }))
    renderAt('/customers?segment=Lost&from_row=9', <ViewsMenu />)
    expect(asked).toHaveLength(0)
    await open()
    const list = await screen.findByRole('list', { name: 'Saved views' })
    expect(within(list).getByText('anna, 12 Nov 2026')).toBeInTheDocument()
    expect(within(list).getByText('12 Nov 2026')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Gone' })).toHaveAttribute('aria-current', 'page')
  })

  test('are no offer for a viewer, who has no list', () => {
    const asked = serveViews(view(1, 'Gone'))
    renderAt('/customers', <ViewsMenu />, '*', viewer)
    expect(screen.queryByRole('button', { name: 'Views' })).not.toBeInTheDocument()
    expect(asked).toHaveLength(0)
  })

  test('that could not be loaded are asked for again', async () => {
    let broken = true
    serve({
      '/api/views': () => (broken ? json({ title: 'Broken' }, 500) : json({ items: [] })),
    })
    renderAt('/customers', <ViewsMenu />)
    await open()
    expect(await screen.findByRole('alert')).toHaveTextContent('The views could not be loaded')
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(/There are no views yet/)).toBeInTheDocument()
  })
})

describe('a view', () => {
  test('is saved with filters, order and columns alone, and opens the same again', async () => {
    const asked = serveViews()
    const { search, go } = renderAt(
      '/customers?sort=recency&segment=Lost&columns=monetary&from_row=7&table=orders&r_score=9',
      <ViewsMenu />,
    )
    await open()
    await userEvent.type(field(), ' Gone {Enter}')
    expect(await screen.findByRole('link', { name: 'Gone' })).toBeInTheDocument()
    const wanted = 'columns=monetary&segment=Lost&sort=recency'
    expect(sent(asked)).toEqual([['POST', { name: 'Gone', search: wanted }]])
    expect(asked.at(-2)?.headers.has('X-Requested-With')).toBe(true)
    await waitFor(() => {
      expect(field()).toHaveValue('')
    })
    await go('/customers?segment=Champions')
    await userEvent.click(screen.getByRole('link', { name: 'Gone' }))
    expect(search().toString()).toBe(wanted)
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  })

  test('takes the place of one’s own of the same name', async () => {
    const asked = serveViews(view(1, 'Gone'))
    renderAt('/customers?q=germ', <ViewsMenu />)
    await open()
    await screen.findByRole('link', { name: 'Gone' })
    await userEvent.type(field(), 'Gone')
    await userEvent.click(screen.getByRole('button', { name: 'Replace' }))
    await waitFor(() => {
      expect(screen.getByRole('link', { name: 'Gone' })).toHaveAttribute('aria-current', 'page')
    })
    expect(sent(asked)).toEqual([['PUT', { name: 'Gone', search: 'q=germ' }]])
  })

  test('of a colleague is neither replaced nor deleted', async () => {
    const asked = serveViews(view(1, 'Gone', { may_change: false }))
    renderAt('/customers', <ViewsMenu />)
    await open()
    await screen.findByRole('link', { name: 'Gone' })
    expect(screen.queryByRole('button', { name: /Delete/ })).not.toBeInTheDocument()
    await userEvent.type(field(), 'Gone{Enter}')
    expect(screen.getByText('anna saved a view of this name; choose another.')).toBeInTheDocument()
    expect(field()).toBeInvalid()
    expect(screen.getByRole('button', { name: 'Replace' })).toBeDisabled()
    expect(sent(asked)).toEqual([])
  })

  test('that is refused says why, and its name stays to be changed', async () => {
    serve({
      '/api/views': ({ method }) => (method === 'GET' ? json({ items: [] }) : json(full, 409)),
    })
    renderAt('/customers', <ViewsMenu />)
    await open()
    await userEvent.type(field(), 'Gone{Enter}')
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('The view could not be saved. There are 200 views.')
    expect(field()).toHaveValue('Gone')
  })

  test('is deleted when asked for twice', async () => {
    const asked = serveViews(view(1, 'Gone'), view(2, 'Abroad'))
    renderAt('/customers', <ViewsMenu />)
    await open()
    await userEvent.click(await screen.findByRole('button', { name: 'Delete: Gone' }))
    expect(sent(asked)).toEqual([])
    await userEvent.click(screen.getByRole('button', { name: 'Delete for everybody: Gone' }))
    await waitFor(() => {
      expect(namesOf(screen.getByRole('list', { name: 'Saved views' }))).toEqual(['Abroad'])
    })
    expect(asked.at(-2)?.path).toBe('/api/views/1')
  })

  test('that could not be deleted comes back', async () => {
    serve({
      '/api/views': () => json({ items: [view(1, 'Gone')] }),
      '/api/views/1': () => json({ title: 'Broken', detail: 'Not now.' }, 503),
    })
    renderAt('/customers', <ViewsMenu />)
    await open()
    const button = await screen.findByRole('button', { name: 'Delete: Gone' })
    await userEvent.dblClick(button)
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('“Gone” could not be deleted. Not now.')
    expect(screen.getByRole('link', { name: 'Gone' })).toBeInTheDocument()
  })
})

describe('views that this browser kept before', () => {
  const old = [
    { name: 'Gone', search: '?segment=Lost&from_row=5' },
    { name: 'Abroad', search: '?country=France' },
  ]

  test('become the shop’s once, under names that are free', async () => {
    localStorage.setItem(key, JSON.stringify([...old, { name: 'Half' }]))
    const asked = serveViews(view(1, 'Gone', { search: 'q=1' }), view(2, 'Gone (2)'))
    renderAt('/customers', <ViewsMenu />)
    await open()
    const list = await screen.findByRole('list', { name: 'Saved views' })
    expect(namesOf(list)).toEqual(['Gone', 'Gone (2)', 'Gone (3)', 'Abroad'])
    expect(screen.getByRole('status')).toHaveTextContent('2 views of this browser are here now')
    expect(sent(asked).at(-1)).toEqual(['POST', { name: 'Abroad', search: 'country=France' }])
    expect(localStorage.getItem(key)).toBeNull()
    const count = sent(asked).length
    await userEvent.keyboard('{Escape}')
    await open()
    expect(sent(asked)).toHaveLength(count)
  })

  test('stay there where there is no room for them', async () => {
    localStorage.setItem(key, JSON.stringify(old))
    let saved = 0
    serve({
      '/api/views': ({ method }) => {
        if (method === 'GET') return json({ items: [view(1, 'Gone')] })
        saved += 1
        return saved > 1 ? json(full, 409) : json(view(1, 'Gone'), 201)
      },
    })
    renderAt('/customers', <ViewsMenu />)
    await open()
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('could not be moved here. There are 200 views.')
    expect(screen.getByRole('link', { name: 'Gone' })).toBeInTheDocument()
    expect(JSON.parse(localStorage.getItem(key) ?? '')).toEqual([old[1]])
  })

  test('that the list does not know are left out', async () => {
    localStorage.setItem(key, JSON.stringify([old[0]]))
    serve({
      '/api/views': ({ method }) =>
        method === 'GET' ? json({ items: [] }) : json({ title: 'Wrong' }, 422),
    })
    renderAt('/customers', <ViewsMenu />)
    await open()
    expect(await screen.findByText(/There are no views yet/)).toBeInTheDocument()
    expect(localStorage.getItem(key)).toBeNull()
  })

  test.each(['[1, {"name": "Half"}]', 'no views', '{}'])('are none in %s', async (text) => {
    localStorage.setItem(key, text)
    const asked = serveViews()
    renderAt('/customers', <ViewsMenu />)
    await open()
    expect(await screen.findByText(/There are no views yet/)).toBeInTheDocument()
    expect(sent(asked)).toEqual([])
  })
})
