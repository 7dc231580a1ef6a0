import { useState } from 'react'
import { parseNumber, typable } from '@/format'

interface BoundFieldProps {
  label: string
  value: number | undefined
  placeholder: string
  unit: number
  alignRight?: boolean
  onChange: (value: number | undefined) => void
}

/** An exact bound, taken over on Enter or on leaving the field. */
export function BoundField(props: BoundFieldProps) {
  const { label, value, placeholder, unit, alignRight = false, onChange } = props
  const [draft, setDraft] = useState<string | null>(null)
  const written = value === undefined ? '' : typable(value / unit)
  const take = () => {
    setDraft(null)
    if (draft === null || draft === written) return
    const typed = parseNumber(draft)
    if (draft.trim() === '') onChange(undefined)
    else if (typed !== null) onChange(Number((Math.round(typed) * unit).toPrecision(10)))
  }
  return (
    <input
      inputMode="decimal"
      aria-label={unit === 1 ? label : `${label}, in percent`}
      placeholder={placeholder}
      value={draft ?? written}
      className={`min-h-6 w-16 rounded-cell bg-transparent text-label text-ink-2 placeholder:text-ink-3 placeholder:opacity-100 hover:bg-fill focus:bg-fill pointer-coarse:min-h-11 pointer-coarse:text-[16px] ${alignRight ? 'text-right' : ''}`}
      onChange={(event) => {
        setDraft(event.target.value)
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take()
      }}
    />
  )
}
