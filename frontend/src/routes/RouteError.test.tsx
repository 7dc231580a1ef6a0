import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { RouteError } from './RouteError'

function Broken(): never {
  throw new Error('The code of this page could not be fetched')
}

test('a page that breaks offers to load again; the next page is drawn', () => {
  // React reports what a boundary caught.
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const { rerender } = render(
    <RouteError path="/model">
      <Broken />
    </RouteError>,
  )
  expect(screen.getByRole('alert')).toHaveTextContent('This page could not be shown')
  expect(screen.getByRole('button', { name: 'Load again' })).toBeInTheDocument()
  rerender(
    <RouteError path="/data">
      <h1>Data</h1>
    </RouteError>,
  )
  expect(screen.getByRole('heading', { name: 'Data' })).toBeInTheDocument()
})
