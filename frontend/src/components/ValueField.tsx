import { useState } from 'react'
import { flushSync } from 'react-dom'

interface ValueFieldProps {
  label: string
  /** What stands in the field while nobody types. */
  shown: string
  /** What one begins to type from. */
  written: string
  onTake: (text: string) => void
}

/** A value that can be typed over: taken on Enter or on leaving the field, given up on Escape. */
export function ValueField({ label, shown, written, onTake }: ValueFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const take = () => {
    setDraft(null)
    if (draft !== null && draft !== written) onTake(draft)
  }
  return (
    <input
      inputMode="decimal"
      aria-label={label}
      value={draft ?? shown}
      className="-mr-1.5 min-h-6 w-24 rounded-cell bg-transparent px-1.5 text-right text-body font-semibold hover:bg-fill focus:bg-fill pointer-coarse:min-h-11 pointer-coarse:text-[16px]"
      onFocus={(event) => {
        const field = event.currentTarget
        // At once: what is typed next replaces the whole value, however late the next frame is.
        flushSync(() => {
          setDraft(written)
        })
        field.select()
        // The press that gave the field the focus puts its caret there afterwards.
        requestAnimationFrame(() => {
          if (field.value === written) field.select()
        })
      }}
      onChange={(event) => {
        setDraft(event.target.value)
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setDraft(written)
      }}
    />
  )
}
