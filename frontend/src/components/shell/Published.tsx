import { useQuery } from '@tanstack/react-query'
import { Outlet } from 'react-router'
import { NoRunNote } from '@/components/Notices'
import { isUnpublished } from '@/services/api/error'
import { overviewQuery } from '@/services/api/queries'

/** A page of figures, or what to do as long as there are none. */
export function Published() {
  const { data, error, refetch } = useQuery(overviewQuery)
  if (data !== undefined || !isUnpublished(error)) return <Outlet />
  return (
    <NoRunNote
      detail={error.problem.detail}
      onRetry={() => {
        void refetch()
      }}
    />
  )
}
