import { useId, useState } from 'react'
import { ErrorLine } from '@/components/ErrorLine'
import { FieldProblem } from '@/components/FieldProblem'
import { problemOf } from '@/components/problemOf'
import type { View } from '@/services/api/types'
import { useSaveView } from './savedViews'

/** Saves what the list shows under a name; under a known one in its place, where who asks may. */
export function SaveView({ search, views }: { search: string; views: readonly View[] }) {
  const [text, setText] = useState('')
  const field = useId()
  const saving = useSaveView()
  const name = text.trim()
  const known = views.find((view) => view.name === name)
  const isTaken = known !== undefined && !known.may_change
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (name === '' || isTaken || saving.isPending) return
        saving.mutate(
          { name, search, known },
          {
            onSuccess: () => {
              setText('')
            },
          },
        )
      }}
    >
      <span className="flex gap-2">
        <input
          id={field}
          className="field min-w-0 flex-1"
          aria-label="Name of the view"
          placeholder="Name of this view"
          maxLength={60}
          value={text}
          {...problemOf(field, isTaken ? takenBy(known) : null)}
          onChange={(event) => {
            setText(event.target.value)
          }}
        />
        <button
          type="submit"
          className="filled-button"
          disabled={name === '' || isTaken || saving.isPending}
        >
          {known === undefined ? 'Save' : 'Replace'}
        </button>
      </span>
      <FieldProblem field={field} problem={isTaken ? takenBy(known) : null} />
      {saving.isError && <ErrorLine what="The view could not be saved" error={saving.error} />}
    </form>
  )
}

function takenBy({ saved_by }: View): string {
  return `${saved_by ?? 'Somebody'} saved a view of this name; choose another.`
}
