import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { json, serve, type Answer } from '@/testing/server'
import { CustomerData } from './CustomerData'

const job = { job_id: 7, job: 'erase', status: 'succeeded', problem: null }

async function ask(answers: Record<string, Answer>) {
  const asked = serve(answers)
  renderAt('/', <CustomerData customerId="17850" />)
  await userEvent.click(screen.getByRole('button', { name: 'Erase the customer' }))
  expect(screen.getByRole('textbox')).toHaveFocus() // it opens below the screen, and is brought there
  return asked
}

const accepted: Answer = () => json({ job_id: 7, has_worker: true }, 202)

test('nothing is erased before the whole id is typed', async () => {
  const asked = await ask({
    '/api/customers/17850/erase': accepted,
    '/api/jobs/7': () => json(job),
  })
  const field = screen.getByLabelText('Type the id 17850 to confirm')
  const button = screen.getByRole('button', { name: 'Erase for good' })
  await userEvent.type(field, '1785')
  expect(button).toBeDisabled()
  await userEvent.type(field, '{Enter}')
  expect(asked).toEqual([])
  await userEvent.type(field, '0')
  await userEvent.click(button)
  expect(await screen.findByText(/The customer is erased\./)).toBeInTheDocument()
  expect(asked[0]?.body).toEqual({ confirm: '17850' })
  expect(asked[0]?.headers.get('X-Requested-With')).toBe('fetch')
})

test('a job that fails says why, and that nothing was erased', async () => {
  await ask({
    '/api/customers/17850/erase': accepted,
    '/api/jobs/7': () => json({ ...job, status: 'failed', problem: 'the key is missing' }),
  })
  await userEvent.type(screen.getByLabelText('Type the id 17850 to confirm'), '17850{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The customer is not erased. the key is missing',
  )
})

test.each(['failed', 'cancelled', 'aborted'])(
  'after a job that is %s the customer can be erased all the same',
  async (status) => {
    let jobs = 0
    await ask({
      '/api/customers/17850/erase': () => {
        jobs += 1
        return json({ job_id: jobs, has_worker: true }, 202)
      },
      '/api/jobs/1': () => json({ ...job, status }),
      '/api/jobs/2': () => json(job),
    })
    await userEvent.type(screen.getByLabelText('Type the id 17850 to confirm'), '17850{Enter}')
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again to erase the customer' }),
    )
    await userEvent.type(screen.getByLabelText('Type the id 17850 to confirm'), '17850{Enter}')
    expect(await screen.findByText(/The customer is erased\./)).toBeInTheDocument()
  },
)

test('without a worker the page says how to start one', async () => {
  await ask({
    '/api/customers/17850/erase': () => json({ job_id: 7, has_worker: false }, 202),
    '/api/jobs/7': () => json({ ...job, status: 'todo' }),
  })
  await userEvent.type(screen.getByLabelText('Type the id 17850 to confirm'), '17850{Enter}')
  expect(await screen.findByText(/start one with make worker/)).toBeInTheDocument()
})

test('the data are saved from the address of the customer, whatever the id has in it', () => {
  serve({})
  renderAt('/', <CustomerData customerId="a/b@c.de" />)
  expect(screen.getByRole('link', { name: 'Download the data' })).toHaveAttribute(
    'href',
    '/api/customers/a%2Fb%40c.de/data?format=zip',
  )
})
