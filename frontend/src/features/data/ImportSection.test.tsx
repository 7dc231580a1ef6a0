import { act, fireEvent, screen, waitForElementToBeRemoved } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { renderAt, viewer } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { AddLinesButton } from './AddLinesButton'
import { ImportSection } from './ImportSection'
import { waitingImports, type ImportRow } from './waiting'

const largest = { has_worker: true, largest_bytes: 1e9 }
const page = (
  <>
    <AddLinesButton />
    <ImportSection />
  </>
)

function row(changed: Partial<ImportRow>): ImportRow {
  return {
    import_id: '0b8f7e9e-0000-4000-8000-000000000000',
    name: 'orders.csv',
    kind: 'text',
    bytes: 1000,
    uploaded_at: new Date().toISOString(),
    check_status: 'succeeded',
    load_status: null,
    load_id: null,
    ...changed,
  }
}

function shop({ items = [], isEmpty = false }: { items?: ImportRow[]; isEmpty?: boolean }) {
  return serve({
    '/api/imports': () => json({ ...largest, items }),
    '/api/runs/current': () =>
      isEmpty ? json({ title: 'Nothing published yet' }, 503) : json({ run_id: 3 }),
  })
}

const sent: string[] = []

beforeEach(() => {
  sent.length = 0
  vi.stubGlobal(
    'XMLHttpRequest',
    class {
      upload = {}
      open(_: string, address: string) {
        sent.push(address)
      }
      setRequestHeader = vi.fn()
      send = vi.fn()
      abort = vi.fn()
    },
  )
})

function drop(target: Element) {
  const dataTransfer = { files: [new File(['a'], 'orders.csv')], types: ['Files'] }
  act(() => {
    fireEvent.dragOver(target, { dataTransfer })
    fireEvent.drop(target, { dataTransfer })
  })
}

test('in a shop with data the place for a file opens when it is asked for, and is in the address', async () => {
  shop({})
  const { search, back } = renderAt('/data', page)
  const button = await screen.findByRole('button', { name: 'Add order lines' })
  expect(button).toHaveAttribute('aria-expanded', 'false')
  expect(screen.queryByLabelText(/Choose a file/)).not.toBeInTheDocument()
  await userEvent.click(button)
  expect(await screen.findByLabelText(/Choose a file/)).toBeInTheDocument()
  expect(button).toHaveAttribute('aria-expanded', 'true')
  expect(search().get('import')).toBe('new')
  await userEvent.tab()
  expect(screen.getByLabelText(/Choose a file/)).toHaveFocus()
  await back()
  await waitForElementToBeRemoved(() => screen.queryByLabelText(/Choose a file/))
})

test('in an empty shop the place for a file stands open', async () => {
  shop({ isEmpty: true })
  renderAt('/data', page)
  expect(await screen.findByLabelText(/Choose a file/)).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Add order lines' })).not.toBeInTheDocument()
})

test('a file can be dropped anywhere on the page', async () => {
  shop({})
  const { search } = renderAt('/data', page)
  await screen.findByRole('button', { name: 'Add order lines' })
  drop(document.body)
  expect(await screen.findByText('Uploading orders.csv: 0%')).toBeInTheDocument()
  expect(search().get('import')).toBe('new')
  drop(document.body)
  expect(sent).toEqual(['/api/imports?name=orders.csv'])
})

test('what is no file is left to the browser', async () => {
  shop({})
  renderAt('/data', page)
  await screen.findByRole('button', { name: 'Add order lines' })
  expect(fireEvent.dragOver(document.body, { dataTransfer: { types: ['text/plain'] } })).toBe(true)
  expect(screen.queryByText('Drop the file to add its order lines')).not.toBeInTheDocument()
})

test('who may not import is offered no place for a file', async () => {
  const asked = shop({})
  renderAt('/data', page, '*', viewer)
  await vi.waitFor(() => {
    expect(asked).not.toHaveLength(0)
  })
  drop(document.body)
  expect(screen.queryByRole('button', { name: 'Add order lines' })).not.toBeInTheDocument()
  expect(sent).toEqual([])
})

test.each([
  [{}, 'waits for your answer', 'Go on'],
  [{ check_status: 'doing' }, 'is being read', 'Watch'],
  [{ load_status: 'doing' }, 'is being loaded', 'Watch'],
  [{ load_status: 'failed' }, 'was not loaded', 'See why'],
] as const)(
  'a file with %o is told of, and leads to its import',
  async (changed, state, action) => {
    const waiting = row(changed)
    shop({ items: [waiting] })
    const { search } = renderAt('/data', page)
    expect(await screen.findByText(state)).toHaveTextContent(`orders.csv ${state}`)
    await userEvent.click(screen.getByRole('button', { name: `${action}: orders.csv` }))
    expect(search().get('import')).toBe(waiting.import_id)
    expect(screen.queryByText(state)).not.toBeInTheDocument()
  },
)

test('files that are loaded, or gone after a day, wait for nothing', () => {
  const now = Date.parse('2011-12-10T12:00:00Z')
  const old = { uploaded_at: '2011-12-09T11:00:00Z' }
  const rows = [
    row({ name: 'new', uploaded_at: '2011-12-10T11:00:00Z' }),
    row({ name: 'loaded', load_status: 'succeeded' }),
    row({ name: 'gone', ...old }),
    row({ name: 'slow', ...old, load_status: 'doing' }),
  ]
  expect(waitingImports(rows, now).map(({ name }) => name)).toEqual(['new', 'slow'])
})
