import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ErrorLine } from '@/components/ErrorLine'
import { sessionQuery, signOut } from '@/services/api/session'

/** Who has signed in, and the way out; nothing where sign-in is off. */
export function SignOut() {
  const queryClient = useQueryClient()
  const { data } = useQuery(sessionQuery)
  const leaving = useMutation({ mutationFn: () => signOut(queryClient) })
  if (data?.user?.by !== 'session') return null
  return (
    <div className="mb-3">
      <p className="truncate font-medium text-ink-2" title={data.user.name}>
        {data.user.name}
      </p>
      <button
        type="button"
        className="quiet-button -ml-2"
        disabled={leaving.isPending}
        onClick={() => {
          leaving.mutate()
        }}
      >
        Sign out
      </button>
      {leaving.isError && <ErrorLine what="You are still signed in" error={leaving.error} />}
    </div>
  )
}
