import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNote } from './Notices'

interface QueryViewProps<Data> {
  query: UseQueryResult<Data>
  /** "The segments could not be loaded" */
  failure: string
  skeleton: ReactNode
  children: (data: Data) => ReactNode
}

/** Skeleton, error or figures; an error after a success keeps the figures. */
export function QueryView<Data>({ query, failure, skeleton, children }: QueryViewProps<Data>) {
  const retry = () => {
    void query.refetch()
  }
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <ErrorNote
            error={query.error}
            what={failure}
            onRetry={retry}
            keepsOld
            askedAt={query.dataUpdatedAt}
          />
        )}
        {children(query.data)}
      </>
    )
  }
  if (query.isError) return <ErrorNote error={query.error} what={failure} onRetry={retry} />
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      {skeleton}
    </div>
  )
}
