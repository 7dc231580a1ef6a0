import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render } from '@testing-library/react'
import { useEffect, type ReactElement } from 'react'
import {
  BrowserRouter,
  Route,
  Routes,
  useLocation,
  useNavigate,
  type NavigateFunction,
} from 'react-router'

/** Draws a page at an address; `search()` tells the address afterwards, `back()` leads back. */
export function renderAt(address: string, page: ReactElement, path = '*') {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const now: { search: string; navigate: NavigateFunction | null } = { search: '', navigate: null }

  function Watch() {
    const { search } = useLocation()
    const navigate = useNavigate()
    useEffect(() => {
      Object.assign(now, { search, navigate })
    })
    return null
  }

  window.history.replaceState(null, '', address)
  const view = render(
    <QueryClientProvider client={client}>
      <BrowserRouter>
        <Watch />
        <Routes>
          <Route path={path} element={page} />
        </Routes>
      </BrowserRouter>
    </QueryClientProvider>,
  )
  return {
    ...view,
    search: () => new URLSearchParams(now.search),
    back: () =>
      act(async () => {
        await now.navigate?.(-1)
      }),
  }
}
