import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'

/** Draws a page at an address; `location()` tells the address afterwards. */
export function renderAt(address: string, page: ReactElement, path = '*') {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const router = createMemoryRouter([{ path, element: page }], { initialEntries: [address] })
  const view = render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return {
    ...view,
    router,
    search: () => new URLSearchParams(router.state.location.search),
  }
}
