import { useQuery } from '@tanstack/react-query'
import { Outlet } from 'react-router'
import { NoRunNote } from '@/components/Notices'
import { NoRunTold } from '@/components/noRunTold'
import { isUnpublished } from '@/services/api/error'
import { overviewQuery } from '@/services/api/queries'

/** A page of figures, or what to do as long as there are none. */
export function Published() {
  const { data, error, isPending, refetch } = useQuery(overviewQuery)
  if (data !== undefined || !isUnpublished(error)) {
    // The page asks for its figures beside the overview; refused sooner, it waits for the one note.
    return (
      <NoRunTold value={isPending}>
        <Outlet />
      </NoRunTold>
    )
  }
  return (
    <NoRunNote
      detail={error.problem.detail}
      onRetry={() => {
        void refetch()
      }}
    />
  )
}
