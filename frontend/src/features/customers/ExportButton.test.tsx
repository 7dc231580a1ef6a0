import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { json, serve, type Answer } from '@/testing/server'
import { ExportButton } from './ExportButton'
import { readFilters, toQuery } from '@/components/listState'

const shown = {
  filters: toQuery(readFilters(new URLSearchParams('segment=At+Risk&min_monetary=500'))),
  sort: '-recency',
  columns: ['customer_id', 'monetary'] as ('customer_id' | 'monetary')[],
  hasMore: false,
}

const saved: { name: string; text: Promise<string> }[] = []

beforeEach(() => {
  saved.length = 0
  let file = new Blob()
  URL.createObjectURL = (blob: Blob) => {
    file = blob
    return 'blob:file'
  }
  URL.revokeObjectURL = () => undefined
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push({ name: this.download, text: file.text() })
  })
})

function draw(answer: Answer) {
  const asked = serve({ '/api/export/customers': answer })
  renderAt('/', <ExportButton {...shown} total={230} exact />)
  return asked
}

function csv(body: BodyInit): Response {
  return new Response(body, {
    headers: { 'Content-Disposition': 'attachment; filename="customers-run-3.csv"' },
  })
}

test('says how many columns it saves where not all of them are shown', () => {
  renderAt('/', <ExportButton {...shown} hasMore total={230} exact />)
  expect(screen.getByRole('button', { name: 'Export 230 rows, 2 columns' })).toBeEnabled()
})

test('asks for exactly the filters, the order and the columns that are shown', async () => {
  const asked = draw(() => csv('customer_id,monetary\n13027,1\n'))
  await userEvent.click(screen.getByRole('button', { name: 'Export 230 rows' }))
  await screen.findByText('230 rows saved')
  expect(asked[0]?.body).toMatchObject({
    filters: { segment: ['At Risk'], min_monetary: 500 },
    sort: '-recency',
    columns: ['customer_id', 'monetary'],
  })
  expect(asked[0]?.headers.get('X-Requested-With')).toBe('fetch')
})

test('saves the file under the name that the server gives', async () => {
  draw(() => csv('customer_id,monetary\n13027,1\n'))
  await userEvent.click(screen.getByRole('button', { name: 'Export 230 rows' }))
  await screen.findByText('230 rows saved')
  expect(saved.map(({ name }) => name)).toEqual(['customers-run-3.csv'])
})

test('a stream that breaks is an error and saves nothing', async () => {
  draw(() =>
    csv(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('customer_id,monetary\n13027,'))
          controller.error(new TypeError('terminated'))
        },
      }),
    ),
  )
  await userEvent.click(screen.getByRole('button', { name: 'Export 230 rows' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('no file was saved')
  expect(screen.getByRole('button', { name: 'Try again: 230 rows' })).toBeEnabled()
  expect(saved).toEqual([])
})

test('a refusal names its request', async () => {
  draw(() => json({ title: 'Too many exports', request_id: '8f3a' }, 429))
  await userEvent.click(screen.getByRole('button', { name: 'Export 230 rows' }))
  await waitFor(() => {
    expect(screen.getByRole('alert')).toHaveTextContent('request 8f3a')
  })
})

test('a refusal is told in the words of the server', async () => {
  const detail = 'Three exports at a time are enough. Try again in 7 minutes.'
  draw(() => json({ title: 'Too many exports', detail }, 429))
  await userEvent.click(screen.getByRole('button', { name: 'Export 230 rows' }))
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(detail)
  expect(alert).not.toHaveTextContent('broke off')
})

test('what was saved stays what it was when the list changes', async () => {
  serve({ '/api/export/customers': () => csv('customer_id,monetary\n13027,1\n') })
  function List() {
    const [total, setTotal] = useState(230)
    return (
      <>
        <ExportButton {...shown} total={total} exact />
        <button
          type="button"
          onClick={() => {
            setTotal(40)
          }}
        >
          Narrow
        </button>
      </>
    )
  }
  renderAt('/', <List />)
  await userEvent.click(screen.getByRole('button', { name: 'Export 230 rows' }))
  await screen.findByText('230 rows saved')
  await userEvent.click(screen.getByRole('button', { name: 'Narrow' }))
  expect(screen.getByRole('button', { name: 'Export 40 rows' })).toBeEnabled()
  expect(screen.getByRole('status')).toHaveTextContent('230 rows saved')
})
