import * as Popover from '@radix-ui/react-popover'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { forgetView, saveView, useSavedViews } from './savedViews'

/** Saved views: filters, order and columns under a name. */
export function ViewsMenu() {
  const views = useSavedViews()
  const { search } = useLocation()
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="quiet-button">Views</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Views"
          className="z-20 w-72 rounded-control bg-raised p-3 shadow-raised ring-1 ring-hairline"
        >
          {views.length > 0 && (
            <ul aria-label="Saved views" className="mb-3 max-h-64 overflow-y-auto">
              {views.map((view) => (
                <li key={view.name} className="flex items-center gap-2">
                  <Link
                    to={{ pathname: '/customers', search: view.search }}
                    aria-current={view.search === search ? 'page' : undefined}
                    className="link min-w-0 flex-1 truncate py-1 aria-[current]:font-semibold pointer-coarse:py-3"
                    onClick={() => {
                      setOpen(false)
                    }}
                  >
                    {view.name}
                  </Link>
                  <button
                    type="button"
                    className="quiet-button"
                    aria-label={`Delete the view ${view.name}`}
                    onClick={() => {
                      forgetView(view.name)
                    }}
                  >
                    Delete
                  </button>
                </li>
              ))}
            </ul>
          )}
          <SaveForm search={search} />
          <p className="mt-2 text-label text-ink-3">
            Kept in this browser. The address of a view opens the same for a colleague.
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function SaveForm({ search }: { search: string }) {
  const [name, setName] = useState('')
  const views = useSavedViews()
  const known = views.some((view) => view.name === name.trim())
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() === '') return
        saveView({ name: name.trim(), search })
        setName('')
      }}
    >
      <input
        className="field min-w-0 flex-1"
        aria-label="Name of the view"
        placeholder="Name of this view"
        maxLength={60}
        value={name}
        onChange={(event) => {
          setName(event.target.value)
        }}
      />
      <button type="submit" className="filled-button" disabled={name.trim() === ''}>
        {known ? 'Replace' : 'Save'}
      </button>
    </form>
  )
}
