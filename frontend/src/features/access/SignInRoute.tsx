import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import { sessionQuery } from '@/services/api/session'

/** `/sign-in?next=/api/docs`: once signed in, on to that address, which is always one of this server. */
export function SignInRoute() {
  const [params] = useSearchParams()
  const { data } = useQuery(sessionQuery)
  const next = new URL(params.get('next') ?? '/', window.location.origin)
  const target = next.origin === window.location.origin ? next.pathname + next.search : '/'
  const signedIn = data !== undefined && data.user !== null
  useEffect(() => {
    if (signedIn) window.location.replace(target)
  }, [signedIn, target])
  return null
}
