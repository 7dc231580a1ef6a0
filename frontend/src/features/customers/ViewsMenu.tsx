import * as Popover from '@radix-ui/react-popover'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { ErrorLine } from '@/components/ErrorLine'
import { viewSearch } from '@/components/listState'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { counted, day } from '@/format'
import type { View } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { SaveView } from './SaveView'
import { useDeleteView, useViews } from './savedViews'

/** Saved views: filters, order and columns under a name, for everybody who may see the list. */
export function ViewsMenu() {
  const [open, setOpen] = useState(false)
  if (!useMay('analyst', true)) return null
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="quiet-button">Views</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Views"
          className="z-20 w-80 max-w-[calc(100vw-32px)] rounded-control bg-raised p-3 shadow-raised ring-1 ring-hairline"
        >
          <SavedViews
            onChoose={() => {
              setOpen(false)
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function SavedViews({ onChoose }: { onChoose: () => void }) {
  const { old, views } = useViews()
  const search = viewSearch(useLocation().search)
  const deleting = useDeleteView()
  return (
    <>
      <QueryView
        query={views}
        failure="The views could not be loaded"
        skeleton={<Skeleton height={56} />}
      >
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-body text-ink-2">
              There are no views yet. Name these filters, this order and these columns to find them
              again.
            </p>
          ) : (
            <ul aria-label="Saved views" className="max-h-64 overflow-y-auto">
              {items.map((view) => (
                <SavedView
                  key={view.view_id}
                  view={view}
                  isShown={viewSearch(view.search) === search}
                  onChoose={onChoose}
                  onDelete={() => {
                    deleting.mutate(view)
                  }}
                />
              ))}
            </ul>
          )
        }
      </QueryView>
      {deleting.isError && (
        <ErrorLine
          what={`“${deleting.variables.name}” could not be deleted`}
          error={deleting.error}
        />
      )}
      {old.isError && (
        <ErrorLine what="What this browser kept could not be moved here" error={old.error} />
      )}
      <SaveView search={search} views={views.data?.items ?? []} />
      <p role="status" className="mt-2 text-label text-ink-3">
        {old.data !== undefined && old.data > 0
          ? `${counted(old.data, 'view')} of this browser ${old.data === 1 ? 'is' : 'are'} here now, for everybody who sees this list.`
          : 'For everybody who sees this list.'}
      </p>
    </>
  )
}

interface SavedViewProps {
  view: View
  isShown: boolean
  onChoose: () => void
  onDelete: () => void
}

/** A view to open; who may delete it for everybody is asked twice. */
function SavedView({ view, isShown, onChoose, onDelete }: SavedViewProps) {
  const [asking, setAsking] = useState(false)
  const saved = day(view.saved_at)
  const label = asking ? 'Delete for everybody' : 'Delete'
  return (
    <li className="flex items-center gap-2">
      <span className="relative min-w-0 flex-1 py-1 pointer-coarse:py-1.5">
        <Link
          to={{ pathname: '/customers', search: view.search }}
          aria-current={isShown ? 'page' : undefined}
          className="link block truncate after:absolute after:inset-0 aria-[current]:font-semibold"
          onClick={onChoose}
        >
          {view.name}
        </Link>
        <span className="block truncate text-label text-ink-3">
          {view.saved_by === null ? saved : `${view.saved_by}, ${saved}`}
        </span>
      </span>
      {view.may_change && (
        <button
          type="button"
          className="quiet-button shrink-0"
          aria-label={`${label}: ${view.name}`}
          onClick={() => {
            if (asking) onDelete()
            else setAsking(true)
          }}
          onBlur={() => {
            setAsking(false)
          }}
        >
          {label}
        </button>
      )}
    </li>
  )
}
