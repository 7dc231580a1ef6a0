import type { Imports } from '@/services/api/types'
import { waitingFor } from './waiting'

interface WaitingImportsProps {
  rows: Imports['items']
  onOpen: (id: string) => void
}

/** Uploaded files that something is still to come of. */
export function WaitingImports({ rows, onOpen }: WaitingImportsProps) {
  return (
    <ul className="grid gap-2">
      {rows.map((row) => {
        const { state, action } = waitingFor(row)
        return (
          <li key={row.import_id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <p className="min-w-0 break-words">
              <span className="font-semibold">{row.name}</span> {state}
            </p>
            <button
              type="button"
              className="filled-button"
              aria-label={`${action}: ${row.name}`}
              onClick={() => {
                onOpen(row.import_id)
              }}
            >
              {action}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
