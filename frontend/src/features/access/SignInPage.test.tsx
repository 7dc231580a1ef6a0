import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { SignedIn } from './SignedIn'

const nobody = { sign_in: true, has_users: true, user: null }
const anna = { ...nobody, user: { name: 'anna', role: 'viewer', by: 'session' } }

function draw(before: object, answer: () => Response) {
  serve({ '/api/session': ({ method }) => (method === 'POST' ? answer() : json(before)) })
  return renderAt('/model', <SignedIn>the figures</SignedIn>, '*', null)
}

async function enter() {
  await userEvent.type(await screen.findByLabelText('Name'), 'anna')
  await userEvent.type(screen.getByLabelText('Password'), 'seven lamps over a slow river')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('the page is there once one has signed in', async () => {
  draw(nobody, () => json(anna))
  await enter()
  expect(await screen.findByText('the figures')).toBeInTheDocument()
  expect(screen.queryByLabelText('Password')).not.toBeInTheDocument()
})

test('a refusal says why and keeps what was typed', async () => {
  draw(nobody, () => json({ detail: 'Name and password do not belong together.' }, 401))
  await enter()
  expect(await screen.findByRole('alert')).toHaveTextContent('do not belong together')
  expect(screen.getByLabelText('Name')).toHaveValue('anna')
})

test('before the first user it tells how to make one', async () => {
  draw({ ...nobody, has_users: false }, () => json(anna))
  expect(await screen.findByText('make user NAME=you')).toBeInTheDocument()
})
