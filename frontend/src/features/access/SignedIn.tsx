import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, type ReactNode } from 'react'
import { sessionQuery } from '@/services/api/session'

const SignInPage = lazy(async () => ({ default: (await import('./SignInPage')).SignInPage }))

/** The page, or in its place the way to sign in; the address stays, so that it leads there afterwards. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data } = useQuery(sessionQuery)
  if (data?.user !== null) return children
  return (
    <Suspense fallback={null}>
      <SignInPage hasUsers={data.has_users} />
    </Suspense>
  )
}
