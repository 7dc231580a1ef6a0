import { ErrorNote } from '@/components/Notices'
import { Region } from '@/components/Section'

interface NotLoadedProps {
  query: { error: unknown; refetch: () => Promise<unknown> }
  /** "The runs could not be loaded" */
  what: string
}

/** Stands in place of a region whose data did not come. */
export function NotLoaded({ query, what }: NotLoadedProps) {
  return (
    <Region>
      <ErrorNote
        error={query.error}
        what={what}
        onRetry={() => {
          void query.refetch()
        }}
      />
    </Region>
  )
}
