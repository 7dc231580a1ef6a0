import * as Popover from '@radix-ui/react-popover'
import { Checkbox } from '@/components/Checkbox'
import type { Customer } from '@/services/api/types'
import { listColumns } from './columns'
import { toggled } from './listState'

interface ColumnsMenuProps {
  chosen: string[] | null
  unknown: ReadonlySet<keyof Customer>
  onChange: (columns: string[] | null) => void
}

const usual = listColumns.filter((column) => column.usual).map((column) => column.id)

export function ColumnsMenu({ chosen, unknown, onChange }: ColumnsMenuProps) {
  const current = chosen ?? usual
  const offered = listColumns.filter(
    (column) => column.id !== 'customer' && !column.fields.every((field) => unknown.has(field)),
  )
  return (
    <Popover.Root>
      <Popover.Trigger className="quiet-button">Columns</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Columns"
          className="z-20 w-52 rounded-control bg-raised p-3 shadow-raised ring-1 ring-hairline"
        >
          {offered.map((column) => (
            <Checkbox
              key={column.id}
              checked={current.includes(column.id)}
              onChange={() => {
                onChange(toggled(current, column.id))
              }}
            >
              {column.head}
            </Checkbox>
          ))}
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
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
