import { screen } from '@testing-library/react'
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
