import * as Popover from '@radix-ui/react-popover'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState, type SyntheticEvent } from 'react'
import { ErrorLine } from '@/components/ErrorLine'
import { count, isoDay } from '@/format'
import { beginCampaign } from '@/services/api/campaigns'
import { ApiError } from '@/services/api/error'
import { downloadCampaign } from '@/services/api/export'
import type { Campaign, PlanPoint } from '@/services/api/types'
import { overBudget } from './findings'
import type { Terms } from './terms'

interface BeginCampaignProps {
  terms: Terms
  point: PlanPoint
  /** The day after the data: a window that began before is partly known. */
  asOf: string | undefined
}

const longestAhead = 365 // days, as far as the API goes

/** Names the campaign, draws its list, and saves it with the held-out customers marked. */
export function BeginCampaign({ terms, point, asOf }: BeginCampaignProps) {
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [startsOn, setStartsOn] = useState('')
  const ids = { name: useId(), start: useId() }
  const client = useQueryClient()
  // Of its own: where it fails, the campaign has begun all the same.
  const download = useMutation({
    networkMode: 'always',
    mutationFn: (begun: Campaign) => downloadCampaign(begun.campaign_id),
  })
  const begin = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      beginCampaign({
        name,
        customers: point.customers,
        margin: terms.margin,
        cost: terms.cost,
        effect: terms.effect,
        hold_out: terms.hold_out,
        budget: terms.budget,
        capacity: null,
        starts_on: startsOn === '' ? null : startsOn,
      }),
    onSuccess: (begun) => {
      void client.invalidateQueries({ queryKey: ['campaigns'] })
      setOpen(false)
      setName('')
      download.mutate(begun)
    },
  })
  const isOver = overBudget(point, terms) > 0
  const held = point.customers - point.letters
  const heldOut = held > 0 ? `, ${count(held)} held out` : ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    begin.mutate()
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      {/* Empty it takes no gap before the button. */}
      <span role="status" className="text-label text-ink-2 empty:absolute">
        {download.isSuccess &&
          !open &&
          `“${download.variables.name}” has begun; its list is saved.`}
      </span>
      {download.isError && (
        <ErrorLine
          what={`“${download.variables.name}” has begun, but its list was not saved; save it below`}
          error={download.error}
        />
      )}
      {isOver && <span className="text-label text-bad max-md:hidden">Over the budget</span>}
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger className="accent-button" disabled={point.customers < 2 || isOver}>
          Export {count(point.letters)} to write{heldOut}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="end"
            sideOffset={4}
            aria-label="Begin a campaign"
            className="z-20 w-80 max-w-[calc(100vw-32px)] rounded-control bg-raised p-4 shadow-raised ring-1 ring-hairline"
          >
            <form className="grid gap-3" onSubmit={submit}>
              <p className="text-label text-ink-2">
                Who is held out is drawn by lot, and the list stays as it is: after 30 days this
                page tells what the letters brought.
              </p>
              <div className="grid gap-1">
                <label htmlFor={ids.name} className="text-label text-ink-2">
                  Name of the campaign
                </label>
                <input
                  id={ids.name}
                  className="field"
                  required
                  maxLength={100}
                  value={name}
                  onChange={(event) => {
                    setName(event.target.value)
                  }}
                />
              </div>
              <div className="grid gap-1">
                <label htmlFor={ids.start} className="text-label text-ink-2">
                  First of its 30 days (empty: the day after the data)
                </label>
                <input
                  id={ids.start}
                  type="date"
                  className="field"
                  min={asOf?.slice(0, 10)}
                  max={asOf && isoDay(asOf, longestAhead)}
                  value={startsOn}
                  onChange={(event) => {
                    setStartsOn(event.target.value)
                  }}
                />
              </div>
              {begin.isError && (
                <p role="alert" className="text-label text-bad">
                  {failure(begin.error)}
                </p>
              )}
              <button type="submit" className="accent-button" disabled={begin.isPending}>
                {begin.isPending ? 'Drawing the list' : 'Begin, and save the list'}
              </button>
            </form>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}

function failure(error: Error): string {
  if (error instanceof ApiError && error.status === 0)
    return 'The server did not answer; look below whether the campaign is there before trying again.'
  return error.message
}
