import * as Popover from '@radix-ui/react-popover'
import { useId, useState, type HTMLInputTypeAttribute } from 'react'
import type { Start } from '@/components/listState'
import { count, parseNumber } from '@/format'
import { sortedBy, type ValueKind } from './sortedBy'

interface JumpMenuProps {
  sort: string
  /** How many rows the list has, where that is known. */
  total: number | undefined
  onJump: (start: Start) => void
}

/** Leads to a row of the list, or to where a value begins, without scrolling there. */
export function JumpMenu({ sort, total, onJump }: JumpMenuProps) {
  const [open, setOpen] = useState(false)
  const { name, kind } = sortedBy(sort)
  const jump = (start: Start) => {
    setOpen(false)
    onJump(start)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="quiet-button">Jump</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Jump"
          className="z-20 flex w-72 flex-col gap-3 rounded-control bg-raised p-3 shadow-raised ring-1 ring-hairline"
        >
          <JumpForm
            label="Row"
            placeholder={total === undefined ? '120000' : `1 to ${count(total)}`}
            read={(text) => readRow(text, total)}
            onJump={jump}
          />
          <JumpForm
            key={sort}
            label={kind === 'share' ? `${name}, in percent` : name}
            type={kind === 'day' ? 'date' : 'text'}
            read={(text) => readValue(text, kind)}
            onJump={jump}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Where a text leads, or why it leads nowhere. */
type Read = (text: string) => Start | string

function readRow(text: string, total: number | undefined): Start | string {
  const row = parseNumber(text)
  if (row === null || row < 1) return 'Write the number of a row, 1 or more.'
  if (total !== undefined && row > total) return `The list ends at row ${count(total)}.`
  return { from_row: Math.floor(row) }
}

function readValue(text: string, kind: ValueKind): Start | string {
  if (kind === 'day' || kind === 'text')
    return text === '' ? 'Write where to begin.' : { from_value: text }
  const value = parseNumber(text)
  if (value === null) return 'Write a number.'
  return { from_value: String(kind === 'share' ? Number((value / 100).toPrecision(10)) : value) }
}

interface JumpFormProps {
  label: string
  placeholder?: string
  type?: HTMLInputTypeAttribute
  read: Read
  onJump: (start: Start) => void
}

function JumpForm({ label, placeholder, type = 'text', read, onJump }: JumpFormProps) {
  const field = useId()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const start = read(text.trim())
        if (typeof start === 'string') setWrong(start)
        else onJump(start)
      }}
    >
      <label htmlFor={field} className="text-label text-ink-2">
        {label}
      </label>
      <span className="mt-1 flex gap-2">
        <input
          id={field}
          className="field min-w-0 flex-1"
          type={type}
          placeholder={placeholder}
          maxLength={100}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setWrong('')
          }}
        />
        <button type="submit" className="filled-button" aria-label={`Jump to ${label}`}>
          Jump
        </button>
      </span>
      {wrong !== '' && (
        <p role="alert" className="mt-1 text-label text-bad">
          {wrong}
        </p>
      )}
    </form>
  )
}
