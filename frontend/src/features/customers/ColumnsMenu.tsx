import * as Popover from '@radix-ui/react-popover'
import { useState } from 'react'
import { Checkbox } from '@/components/Checkbox'
import type { Customer } from '@/services/api/types'
import { listColumns, usualColumns, type ListColumn } from './columns'
import { moved, toggled } from '@/components/listState'

interface ColumnsMenuProps {
  chosen: string[] | null
  unknown: ReadonlySet<keyof Customer>
  onChange: (columns: string[] | null) => void
}

/** Which columns the table has, and in which order. The customer's id always comes first. */
export function ColumnsMenu({ chosen, unknown, onChange }: ColumnsMenuProps) {
  const [said, setSaid] = useState('')
  const offered = listColumns.filter(
    (column) => column.id !== 'customer' && !column.fields.every((field) => unknown.has(field)),
  )
  const current = (chosen ?? usualColumns).filter((id) =>
    offered.some((column) => column.id === id),
  )
  const shown = current.flatMap((id) => offered.find((column) => column.id === id) ?? [])
  const others = offered.filter(({ id }) => !current.includes(id))
  const move = (column: ListColumn, by: -1 | 1) => {
    const next = moved(current, column.id, by)
    onChange(next)
    setSaid(`${column.head} is column ${next.indexOf(column.id) + 2} of ${next.length + 1}`)
  }
  const checkbox = (column: ListColumn) => (
    <Checkbox
      checked={current.includes(column.id)}
      onChange={() => {
        onChange(toggled(current, column.id))
      }}
    >
      {column.head}
    </Checkbox>
  )
  return (
    <Popover.Root>
      <Popover.Trigger className="quiet-button">Columns</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Columns"
          className="z-20 max-h-[min(560px,80vh)] w-64 overflow-y-auto rounded-control bg-raised p-3 shadow-raised ring-1 ring-hairline"
        >
          <ol aria-label="Shown, in this order">
            {shown.map((column, place) => (
              <li key={column.id} className="flex items-center">
                <span className="min-w-0 flex-1">{checkbox(column)}</span>
                <MoveButton
                  name={`Move ${column.head} left`}
                  sign="↑"
                  disabled={place === 0}
                  onMove={() => {
                    move(column, -1)
                  }}
                />
                <MoveButton
                  name={`Move ${column.head} right`}
                  sign="↓"
                  disabled={place === shown.length - 1}
                  onMove={() => {
                    move(column, 1)
                  }}
                />
              </li>
            ))}
          </ol>
          {others.length > 0 && (
            <ul aria-label="Not shown" className="mt-2 border-t border-hairline pt-2">
              {others.map((column) => (
                <li key={column.id}>{checkbox(column)}</li>
              ))}
            </ul>
          )}
          {chosen !== null && (
            <button
              type="button"
              className="quiet-button mt-2 -ml-2"
              onClick={() => {
                onChange(null)
              }}
            >
              Usual columns
            </button>
          )}
          <p role="status" className="sr-only">
            {said}
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface MoveButtonProps {
  name: string
  sign: string
  disabled: boolean
  onMove: () => void
}

/** Stays focusable at the end of the list, so that moving by keyboard does not lose its place. */
function MoveButton({ name, sign, disabled, onMove }: MoveButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-disabled={disabled}
      className="size-[26px] rounded-control text-ink-2 hover:bg-fill aria-disabled:opacity-40 pointer-coarse:size-11"
      onClick={onMove}
    >
      {sign}
    </button>
  )
}
