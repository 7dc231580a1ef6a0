import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import {
  cancelImport,
  checkImport,
  deleteImport,
  importQuery,
  loadImport,
} from '@/services/api/imports'
import { ApiError } from '@/services/api/error'
import { isActive } from '@/services/api/jobs'
import type { Import, ImportOptions } from '@/services/api/types'
import { ErrorLine } from '@/components/ErrorLine'
import { ImportOutcome } from './ImportOutcome'
import { ImportReview } from './ImportReview'
import { JobProgress } from '@/components/JobProgress'

interface ImportPanelProps {
  id: string
  /** The file is removed. */
  onClose: () => void
  /** It is loaded, and another one is to come. */
  onAnother: () => void
}

/** One uploaded file on its way: checked, understood, loaded, or refused with what would settle it. */
export function ImportPanel({ id, onClose, onAnother }: ImportPanelProps) {
  const queries = useQueryClient()
  const found = useQuery(importQuery(id))
  const keep = (changed: Import) => {
    queries.setQueryData(importQuery(id).queryKey, changed)
  }
  const check = useMutation({
    mutationFn: (options: ImportOptions) => checkImport(id, options),
    onSuccess: keep,
  })
  const load = useMutation({
    mutationFn: (options: ImportOptions) => loadImport(id, options),
    onSuccess: keep,
  })
  const cancel = useMutation({ mutationFn: () => cancelImport(id), onSuccess: keep })
  const remove = useMutation({ mutationFn: () => deleteImport(id), onSuccess: onClose })

  const loaded = found.data?.load?.status === 'succeeded'
  useEffect(() => {
    // Every figure of every page is of the new run now.
    if (loaded)
      void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'import' })
  }, [loaded, queries])

  const failed = check.error ?? load.error ?? cancel.error ?? remove.error
  const objections = objectionsIn(check.error ?? load.error)
  return (
    <QueryView
      query={found}
      failure="The file could not be found"
      skeleton={<Skeleton height={160} />}
    >
      {(data) => {
        const { load: loading, check: checking } = data
        const job = isActive(loading) ? loading : checking
        return (
          <>
            {job !== null && isActive(job) ? (
              <Section
                title={job.job === 'import' ? `Loading ${data.name}` : `Reading ${data.name}`}
                subtitle="What the pages show stays as it is until all of it is done."
              >
                <JobProgress
                  job={job}
                  hasWorker={data.has_worker}
                  onCancel={() => {
                    cancel.mutate()
                  }}
                />
              </Section>
            ) : loading?.status === 'succeeded' ? (
              <ImportOutcome name={data.name} load={loading} onAnother={onAnother} />
            ) : (
              <ImportReview
                key={checking?.job_id}
                found={data}
                objections={objections}
                busy={check.isPending || load.isPending || remove.isPending}
                onCheck={check.mutate}
                onLoad={load.mutate}
                onRemove={() => {
                  remove.mutate()
                }}
              />
            )}
            {failed !== null && Object.keys(objections).length === 0 && (
              <ErrorLine what="That could not be done" error={failed} />
            )}
          </>
        )
      }}
    </QueryView>
  )
}

/** What is wrong with which option; shown beside its field. */
function objectionsIn(error: Error | null): Record<string, string> {
  const found = error instanceof ApiError ? (error.problem.errors ?? []) : []
  return Object.fromEntries(
    found.filter(({ parameter }) => parameter !== '').map((each) => [each.parameter, each.message]),
  )
}
