import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import type { FileReport, Import, Job, LoadReport } from '@/services/api/types'
import { ImportPanel } from './ImportPanel'

const id = '0b8f7e9e-0000-4000-8000-000000000000'
const path = `/api/imports/${id}`

const file: FileReport = {
  name: 'orders.csv',
  format: 'text',
  encoding: 'utf-8',
  separator: ';',
  quote: '"',
  sheet: null,
  layout: 'lines',
  columns: [
    { column: 'Beleg', field: 'invoice_no' },
    { column: 'Notiz', field: null },
  ],
  lines: 12,
  decimal: 'comma',
  date_order: 'day-first',
  first_lines: [],
}

const understood: LoadReport = {
  files: [file],
  result: {
    load_id: null,
    mode: 'add',
    lines_in: 12,
    lines_kept: 9,
    lines_known: 2,
    lines_gone: 0,
    ledger: { 'price is zero': 1 },
  },
  refused: null,
}

const refused: LoadReport = {
  files: [],
  result: null,
  refused: {
    problem: 'orders.csv: line 1: a column is missing: customer_id.',
    needs: 'columns',
    header: ['Beleg', 'Kunde'],
  },
}

function job(changed: Partial<Job>): Job {
  return {
    job_id: 1,
    job: 'check',
    status: 'succeeded',
    jobs_before: 0,
    script: 'etl/load_data.py',
    script_number: 1,
    scripts: 1,
    step: '',
    output: '',
    problem: null,
    started_at: null,
    updated_at: null,
    report: null,
    ...changed,
  }
}

function found(changed: Partial<Import>): Import {
  return {
    import_id: id,
    name: 'orders.csv',
    kind: 'text',
    bytes: 1000,
    uploaded_at: '2011-12-10T06:00:00Z',
    is_there: true,
    has_worker: true,
    options: {
      mode: 'add',
      strict: null,
      keep_duplicates: false,
      date_order: null,
      decimal: null,
      encoding: null,
      separator: null,
      quote: null,
      sheet: null,
      layout: null,
      columns: {},
    },
    check: job({ report: understood }),
    load: null,
    ...changed,
  }
}

function draw(state: Import, after: Import = state) {
  const asked = serve({
    [path]: () => json(state),
    [`${path}/check`]: () => json(after, 202),
    [`${path}/load`]: () => json(after, 202),
    [`${path}/cancel`]: () => json(after, 202),
  })
  renderAt('/data', <ImportPanel id={id} onClose={() => undefined} onAnother={() => undefined} />)
  return asked
}

test('what a file would add stands before it is loaded, as it was understood', async () => {
  const loading = found({
    load: job({ job: 'import', status: 'doing', scripts: 4, script_number: 2 }),
  })
  const asked = draw(found({}), loading)
  await screen.findByText('orders.csv would add 9 lines')
  screen.getByText('12 in the file, 2 there already, 1 left out. Nothing is loaded yet.')
  screen.getByText('text, utf-8, separated by semicolon')
  screen.getByText('Notiz')
  await userEvent.click(screen.getByText('Load 9 lines'))
  await screen.findByText(/step 2 of 4/)
  expect(asked.at(-1)).toMatchObject({
    method: 'POST',
    path: `${path}/load`,
    body: { mode: 'add' },
  })
})

test('a column that is not known is asked for, and sent', async () => {
  const asked = draw(found({ check: job({ status: 'failed', report: refused }) }), found({}))
  await screen.findByText('orders.csv is not understood yet')
  screen.getByText(refused.refused?.problem ?? '')
  await userEvent.selectOptions(screen.getByLabelText('Customer'), 'Kunde')
  // What was wrong is said no longer once it is changed.
  expect(screen.queryByText(refused.refused?.problem ?? '')).toBeNull()
  await userEvent.click(screen.getByText('Check again'))
  await screen.findByText('orders.csv would add 9 lines')
  expect(asked.at(-1)?.body).toMatchObject({ columns: { customer_id: 'Kunde' } })
})

test('another mode is checked before it can be loaded', async () => {
  draw(found({}))
  await userEvent.click(await screen.findByText('Read it otherwise'))
  await userEvent.selectOptions(screen.getByLabelText('What is there already'), 'replace-all')
  expect(screen.queryByText('Load 9 lines')).toBeNull()
  screen.getByText('Check again')
})

test('a job that no worker takes says so, and can be cancelled', async () => {
  const waiting = found({ has_worker: false, check: job({ status: 'todo' }) })
  const asked = draw(waiting, found({ check: job({ status: 'cancelled' }) }))
  await screen.findByText(/No worker runs/)
  await userEvent.click(screen.getByText('Cancel'))
  await screen.findByText('The check of orders.csv was cancelled')
  expect(asked.some((one) => one.path === `${path}/cancel`)).toBe(true)
})

test('what came of a load adds up from lines in to lines added', async () => {
  draw(
    found({
      is_there: false,
      load: job({ job: 'import', report: { ...understood, files: [] } }),
    }),
  )
  await screen.findByText('9 lines of orders.csv added')
  const figures = screen.getAllByRole('definition').map((each) => each.textContent)
  expect(figures.filter((text) => text !== '')).toEqual(['12', '\u22122', '\u22121', '9'])
})

test('a load that failed says why and keeps the file', async () => {
  draw(found({ load: job({ job: 'import', status: 'failed', problem: 'invoice 7 is changed' }) }))
  expect((await screen.findByRole('alert')).textContent).toContain('invoice 7 is changed')
  screen.getByText('Load 9 lines')
})
