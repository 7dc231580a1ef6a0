import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ErrorNote, Skeleton } from '@/components/Notices'
import { count, counted } from '@/format'
import { hasStatus } from '@/services/api/error'
import { sqlQuery } from '@/services/api/queries'

/** The query behind a figure, as its file has it. */
export function SqlPanel({ name, onClose }: { name: string; onClose: () => void }) {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      // A menu or dialog that is open takes the key for itself.
      if (event.key === 'Escape' && !event.defaultPrevented) onClose()
    }
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('keydown', close)
    }
  }, [onClose])
  const query = useQuery(sqlQuery(name))
  if (hasStatus(query.error, 403)) {
    return <p className="mt-4 text-body">The SQL is shown to analysts and admins.</p>
  }
  if (query.isError) {
    return (
      <ErrorNote
        error={query.error}
        what="The SQL could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (query.data === undefined) return <Skeleton height={200} className="mt-4" />
  const { sql, file, parameters, last_duration_ms: duration, last_rows: rows } = query.data
  const took = duration === null ? '' : `, last asked in ${count(Math.max(1, duration))} ms`
  return (
    <div className="mt-4 rounded-control bg-rail p-4">
      <p className="text-label text-ink-2">
        {file}
        {took}
        {rows === null ? '' : `, ${counted(rows, 'row')}`}
      </p>
      <pre
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard, too
        tabIndex={0}
        role="region"
        aria-label={`SQL of ${name}`}
        className="mt-2 max-h-80 overflow-auto font-mono text-label"
      >
        {sql}
      </pre>
      {parameters.length > 0 && (
        <dl className="mt-3 text-label">
          {parameters.map((parameter) => (
            <div key={parameter.name} className="flex gap-3">
              <dt className="font-mono">
                {parameter.kind === 'value' ? `:${parameter.name}` : `{${parameter.name}}`}
              </dt>
              <dd className="text-ink-2">{parameter.value ?? parameter.description}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
