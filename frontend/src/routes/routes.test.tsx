import { act, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { Pages } from './routes'

const unpublished = () =>
  json({ title: 'Nothing published yet', detail: 'Run: make run DATA=file.csv' }, 503)

test.each([
  ['/settings', 'Settings'],
  ['/no-such-page', 'There is no such page'],
])(
  'before the first run a page of figures says what to do, and %s is there',
  async (path, title) => {
    serve({
      '/api/overview': unpublished,
      '/api/users': () => json({ items: [] }),
      '/api/audit': () => json({ items: [], next_before: null }),
    })
    const { go } = renderAt('/products', <Pages />)
    expect(await screen.findByText('There are no figures yet')).toBeInTheDocument()
    await go(path)
    expect(await screen.findByRole('heading', { name: title })).toBeInTheDocument()
    expect(screen.queryByText('There are no figures yet')).not.toBeInTheDocument()
  },
)

test('before the first run a page of several figures says so once, whatever is refused first', async () => {
  let answerOverview: (answer: Response) => void = () => undefined
  const overview = new Promise<Response>((resolve) => {
    answerOverview = resolve
  })
  const asked = serve({
    '/api/overview': () => overview,
    '/api/customers/segments': unpublished,
    '/api/segments/history': unpublished,
    '/api/segments/movement': unpublished,
    '/api/segment-rules': unpublished,
  })
  renderAt('/segments', <Pages />)
  await waitFor(() => {
    expect(asked.map(({ path }) => path)).toContain('/api/segments/history')
  })
  await act(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
  })
  expect(screen.queryAllByRole('alert')).toHaveLength(0)
  answerOverview(unpublished())
  expect(await screen.findByText('There are no figures yet')).toBeInTheDocument()
  expect(screen.getAllByRole('alert')).toHaveLength(1)
})
