import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { tableToCsv } from '@/components/figure'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { ImportSection } from './ImportSection'
import { LedgerLines } from './LedgerLines'
import { RunsList } from './RunsList'

const away = () => json({ title: 'Database away', detail: 'Try again in some seconds.' }, 503)
const imports = { items: [], has_worker: true, largest_bytes: 1e9 }

test.each([
  ['/api/imports', 'How much may be uploaded could not be loaded', <ImportSection key="imports" />],
  ['/api/runs', 'The runs could not be loaded', <RunsList key="runs" />],
  ['/api/ledger', 'The lines left out could not be loaded', <LedgerLines key="lines" />],
])('where %s fails the page says what is missing', async (path, what, section) => {
  serve({ [path]: away })
  renderAt('/data?import=new', section)
  const alert = await screen.findByRole('alert')
  expect(alert).toHaveTextContent(`${what}; nothing was changed. Try again in some seconds.`)
})

test('order lines can be added once the server is back, and while it is away again', async () => {
  let answer = away
  serve({ '/api/imports': () => answer() })
  const { client } = renderAt('/data?import=new', <ImportSection />)
  const retry = await screen.findByRole('button', { name: 'Try again' })
  answer = () => json(imports)
  await userEvent.click(retry)
  const field = await screen.findByLabelText(/Choose a file/)
  answer = away
  await client.refetchQueries()
  expect(client.isFetching()).toBe(0)
  expect(screen.getByLabelText(/Choose a file/)).toBe(field)
})

test('the file of the runs says what is so, not what can be done', async () => {
  const run = {
    finished_at: '2011-12-10T06:00:00',
    as_of: '2011-12-10T00:00:00',
    source: 'online_retail.csv',
    lines_kept: 534129,
    customers: 4334,
    is_kept: true,
  }
  const items = [
    { ...run, run_id: 3, is_served: true },
    { ...run, run_id: 2, is_served: false },
    { ...run, run_id: 1, is_served: false, is_kept: false },
  ]
  serve({ '/api/runs': () => json({ items, has_worker: true }) })
  renderAt('/data', <RunsList />)
  const served = () =>
    tableToCsv(screen.getByRole('table'))
      .split('\r\n')
      .map((line) => line.split(',').at(-1))
  await userEvent.click(await screen.findByRole('button', { name: 'Serve run 2 again' }))
  expect(screen.getByRole('button', { name: 'Yes, run 2' })).toBeInTheDocument()
  expect(served()).toEqual(['Served', 'now', 'kept', 'no longer kept'])
  await userEvent.click(screen.getByRole('button', { name: 'No' }))
  expect(served()).toEqual(['Served', 'now', 'kept', 'no longer kept'])
})
