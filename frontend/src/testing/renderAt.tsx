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
import { sessionQuery } from '@/services/api/session'
import type { Session } from '@/services/api/types'

const atThisMachine: Session = {
  sign_in: false,
  has_users: false,
  user: { name: 'this machine', role: 'admin', by: 'machine' },
}

export const viewer: Session = {
  sign_in: true,
  has_users: true,
  user: { name: 'vera', role: 'viewer', by: 'session' },
}

/**
 * Draws a page at an address; `search()` tells the address afterwards, `go()` leads to another, `back()` back; `client` holds the answers.
 * Without `session` (null) the page asks who has signed in.
 */
export function renderAt(
  address: string,
  page: ReactElement,
  path = '*',
  session: Session | null = atThisMachine,
) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  if (session !== null) {
    client.setQueryDefaults(sessionQuery.queryKey, { staleTime: Infinity })
    client.setQueryData(sessionQuery.queryKey, session)
  }
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
    client,
    search: () => new URLSearchParams(now.search),
    go: (next: string) =>
      act(async () => {
        await now.navigate?.(next)
      }),
    back: () =>
      act(async () => {
        await now.navigate?.(-1)
      }),
  }
}
