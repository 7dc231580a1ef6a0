import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ApiError } from '@/services/api/error'
import { ErrorNote } from './Notices'

function draw(error: unknown) {
  render(<ErrorNote error={error} what="The list could not be loaded" onRetry={() => undefined} />)
  return screen.getByRole('alert')
}

test('a server that is busy or away says so, and that is no shop without figures', () => {
  const alert = draw(
    new ApiError(503, { title: 'Too slow', detail: 'The database took too long. Narrow it.' }),
  )
  expect(alert).toHaveTextContent(
    'The list could not be loaded; nothing was changed. The database took too long. Narrow it.',
  )
})

test('a command that a refusal names is set apart', () => {
  draw(new ApiError(503, { title: 'Database not ready', detail: 'Run: python -m db.migrate' }))
  expect(screen.getByText('python -m db.migrate').tagName).toBe('CODE')
})

test('only a shop in which nothing was published has no figures yet', () => {
  const alert = draw(
    new ApiError(503, { title: 'Nothing published yet', detail: 'Run: make run DATA=file.csv' }),
  )
  expect(alert).toHaveTextContent('There are no figures yet')
})

test('figures that are kept in an error have their age', () => {
  render(
    <ErrorNote
      error={new ApiError(0, {})}
      what="The list could not be loaded"
      onRetry={() => undefined}
      keepsOld
      askedAt={Date.UTC(2026, 10, 28, 17, 5)}
    />,
  )
  expect(screen.getByRole('alert')).toHaveTextContent(
    'The list could not be loaded; the figures below are of 28 Nov 2026, 17:05.',
  )
})
