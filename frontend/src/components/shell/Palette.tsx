import { useQuery } from '@tanstack/react-query'
import {
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { useLocation, useNavigate } from 'react-router'
import { SegmentName } from '@/components/segments/SegmentMark'
import { count, money } from '@/format'
import { customersLikeQuery } from '@/services/api/queries'
import type { CustomerPage } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { recentCustomers } from '@/services/recentCustomers'
import { pages } from './pages'
import { useSettled } from './useSettled'

interface Target {
  to: string
  name: string
  detail?: ReactNode
  /** The list of all that match, which can be asked for before the search has answered. */
  isEvery?: boolean
}

interface Group {
  title: string
  targets: Target[]
}

const pauseMs = 150

/** Jumps to a page or a customer: one field, and under it what it may mean. */
export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [place, setPlace] = useState(0)
  const navigate = useNavigate()
  const listId = useId()
  const withCustomers = useMay('analyst')
  const { groups, status, isSearching } = useGroups(text.trim(), withCustomers)
  const targets = groups.flatMap((group) => group.targets)
  const active = targets[Math.min(place, targets.length - 1)]
  /** Enter was pressed before the search had answered: its answer is waited for. */
  const [isEntered, setEntered] = useState(false)

  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => {
      // Closed before it goes, so that the focus returns to where it came from.
      shown?.close()
    }
  }, [])
  useEffect(() => {
    if (active !== undefined)
      document.getElementById(idOf(listId, active))?.scrollIntoView({ block: 'nearest' })
  }, [active, listId])

  const go = (target: Target) => {
    dialog.current?.close()
    document.getElementById('page')?.focus({ preventScroll: true })
    void navigate(target.to)
  }
  const enter = () => {
    if (active === undefined) return
    if (isSearching && active.isEvery === true && place === 0) setEntered(true)
    else go(active)
  }
  const answered = useEffectEvent(() => {
    if (active !== undefined) go(active)
  })
  useEffect(() => {
    if (isEntered && !isSearching) answered()
  }, [isEntered, isSearching])
  const step = (by: 1 | -1) => {
    setEntered(false)
    if (targets.length > 0)
      setPlace((Math.min(place, targets.length - 1) + by + targets.length) % targets.length)
  }
  return (
    <dialog
      ref={dialog}
      aria-label="Go to a page or a customer"
      closedby="any"
      className="palette"
      onClose={() => {
        if (dialog.current?.open !== true) onClose()
      }}
    >
      <div className="flex items-center border-b border-hairline">
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active && idOf(listId, active)}
          aria-label="Go to"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          className="min-h-11 min-w-0 flex-1 bg-transparent px-3 text-finding font-normal -outline-offset-2 placeholder:text-ink-3 placeholder:opacity-100 pointer-coarse:text-[16px]"
          placeholder={withCustomers ? 'Page, customer id or country' : 'Page'}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setPlace(0)
            setEntered(false)
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'ArrowDown') step(1)
            else if (event.key === 'ArrowUp') step(-1)
            else if (event.key === 'Enter') enter()
            else return
            event.preventDefault()
          }}
        />
        <button
          type="button"
          className="quiet-button mr-2"
          onClick={() => {
            dialog.current?.close()
          }}
        >
          Close
        </button>
      </div>
      <div
        role="listbox"
        id={listId}
        aria-label="Pages and customers"
        className="min-h-0 flex-1 overflow-y-auto px-1 pb-2"
      >
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p aria-hidden className="px-3 pt-3 pb-1 text-label text-ink-3">
              {group.title}
            </p>
            {group.targets.map((target) => (
              <Option
                key={target.to}
                id={idOf(listId, target)}
                target={target}
                active={target === active}
                onPoint={() => {
                  setPlace(targets.indexOf(target))
                }}
                onChoose={() => {
                  go(target)
                }}
              />
            ))}
          </div>
        ))}
      </div>
      <p role="status" className="border-t border-hairline px-3 py-2 text-label text-ink-3">
        {status}
      </p>
    </dialog>
  )
}

function idOf(listId: string, target: Target): string {
  return `${listId}${target.to}`
}

interface OptionProps {
  id: string
  target: Target
  active: boolean
  onPoint: () => void
  onChoose: () => void
}

/** The field keeps the focus and the keys; the pointer may choose, too. */
function Option({ id, target, active, onPoint, onChoose }: OptionProps) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- in a combobox the keys are the field's
    <div
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={active}
      className="flex min-h-8 cursor-pointer items-center justify-between gap-4 rounded-control px-3 text-body aria-selected:bg-tint aria-selected:text-accent-text pointer-coarse:min-h-11"
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className="truncate">{target.name}</span>
      {target.detail !== undefined && (
        <span className="flex min-w-0 gap-4 text-label text-ink-2">{target.detail}</span>
      )}
    </div>
  )
}

/** What the text may mean, by kind, and what is said of it. */
function useGroups(
  text: string,
  withCustomers: boolean,
): { groups: Group[]; status: string; isSearching: boolean } {
  const { pathname } = useLocation()
  const asked = useSettled(text, pauseMs)
  const search = useQuery({
    ...customersLikeQuery(asked),
    enabled: withCustomers && asked !== '',
  })
  // What is there for an earlier text must not be chosen for this one.
  const found = asked === text ? search.data : undefined
  const named = pages.filter(
    ({ name, needs }) =>
      name.toLowerCase().includes(text.toLowerCase()) && (needs === undefined || withCustomers),
  )
  const groups: Group[] = []
  if (withCustomers && text === '') {
    const recent = recentCustomers().map((id) => ({ to: customerPath(id), name: id }))
    groups.push({ title: 'Recent customers', targets: recent.filter(({ to }) => to !== pathname) })
  }
  groups.push({ title: 'Pages', targets: named.map(({ to, name }) => ({ to, name })) })
  if (withCustomers && text !== '') {
    groups.push({ title: 'Customers', targets: [...customerTargets(found), everyLike(text)] })
  }
  const error = asked === text ? search.error : null
  return {
    groups: groups.filter(({ targets }) => targets.length > 0),
    status: statusOf(text, named.length, withCustomers, found, error),
    isSearching: withCustomers && text !== '' && found === undefined && error === null,
  }
}

function customerPath(customerId: string): string {
  return `/customers/${encodeURIComponent(customerId)}`
}

function customerTargets(found: CustomerPage | undefined): Target[] {
  if (found === undefined) return []
  return found.items.map((customer) => ({
    to: customerPath(customer.customer_id),
    name: customer.customer_id,
    detail: (
      <>
        <span className="w-36">
          <SegmentName segment={customer.segment} />
        </span>
        <span className="w-20 text-right">{money(customer.monetary, found.currency)}</span>
      </>
    ),
  }))
}

function everyLike(text: string): Target {
  return {
    isEvery: true,
    to: `/customers?q=${encodeURIComponent(text)}`,
    name: `List the customers that match “${text}”`,
  }
}

function statusOf(
  text: string,
  pagesFound: number,
  withCustomers: boolean,
  found: CustomerPage | undefined,
  error: Error | null,
): string {
  if (!withCustomers && pagesFound === 0) return `No page is called “${text}”.`
  if (text === '' || !withCustomers) return 'Arrow keys choose, Enter opens, Escape closes.'
  if (error !== null) return 'Customers could not be searched. The pages are here all the same.'
  if (found === undefined) return 'Searching for customers'
  if (found.total === 0) return `No customer id begins with “${text}”, and no country has it.`
  const plus = found.total_is_exact ? '' : '+'
  return `${count(found.total)}${plus} ${found.total === 1 ? 'customer matches' : 'customers match'}`
}
