import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { ErrorNote, Skeleton } from '@/components/Notices'
import { Section } from '@/components/Section'
import { importsQuery } from '@/services/api/imports'
import { useMay } from '@/services/api/useMay'
import { DropZone } from './DropZone'
import { ImportPanel } from './ImportPanel'

/** Adds order lines: a file is uploaded, understood, loaded. The address names the file at work. */
export function ImportSection() {
  const [search, setSearch] = useSearchParams()
  const queries = useQueryClient()
  const mayImport = useMay('admin')
  const imports = useQuery({ ...importsQuery, enabled: mayImport })
  const id = search.get('import')

  function open(next: string | null) {
    void queries.invalidateQueries({ queryKey: importsQuery.queryKey })
    setSearch((now) => {
      const changed = new URLSearchParams(now)
      if (next === null) changed.delete('import')
      else changed.set('import', next)
      return changed
    })
  }

  if (!mayImport) return null
  return (
    <div className="mb-8 border-b border-hairline pb-8">
      {id !== null ? (
        <ImportPanel
          key={id}
          id={id}
          onClose={() => {
            open(null)
          }}
        />
      ) : (
        <Section
          title="Add order lines"
          subtitle="What is new is added to what is there. The pages change when all of it is done."
        >
          {imports.data !== undefined ? (
            // It stays when what it stands on can't be renewed: a file may be on its way.
            <DropZone
              largestBytes={imports.data.largest_bytes}
              onUploaded={(uploaded) => {
                open(uploaded.import_id)
              }}
            />
          ) : imports.isError ? (
            <ErrorNote
              error={imports.error}
              what="How much may be uploaded could not be loaded"
              onRetry={() => {
                void imports.refetch()
              }}
            />
          ) : (
            <Skeleton height={96} />
          )}
        </Section>
      )}
    </div>
  )
}
