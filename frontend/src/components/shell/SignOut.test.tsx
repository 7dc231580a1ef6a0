import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { renderAt, viewer } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { SignOut } from './SignOut'

test('whoever could not be signed out is told so', async () => {
  const detail = 'The database cannot be reached at the moment.'
  serve({ '/api/session': () => json({ title: 'Database away', detail }, 503) })
  renderAt('/', <SignOut />, '*', viewer)
  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }))
  expect(await screen.findByRole('alert')).toHaveTextContent(`You are still signed in. ${detail}`)
})
