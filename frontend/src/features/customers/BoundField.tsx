import { useId, useState } from 'react'
import { FieldProblem } from '@/components/FieldProblem'
import { problemOf } from '@/components/problemOf'
import { parseNumber, typable } from '@/format'

interface BoundFieldProps {
  label: string
  value: number | undefined
  placeholder: string
  /** What one of the written numbers is: 0.01 for percent. */
  unit: number
  /** Days and orders, of which there is no half. */
  whole: boolean
  alignRight?: boolean
  onChange: (value: number | undefined) => void
}

/** An exact bound, taken over on Enter or on leaving the field; what is none stays there with the reason. */
export function BoundField(props: BoundFieldProps) {
  const { label, value, placeholder, unit, whole, alignRight = false, onChange } = props
  const [draft, setDraft] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [known, setKnown] = useState(value)
  const id = useId()
  const show = (text: string | null) => {
    setDraft(text)
    setProblem(null)
  }
  if (value !== known) {
    setKnown(value)
    show(null)
  }
  const written = value === undefined ? '' : typable(value / unit)
  const take = () => {
    if (draft === null) return
    const isEmpty = draft.trim() === ''
    const typed = parseNumber(draft)
    const wrong = isEmpty ? null : problemWith(draft, typed, unit, whole)
    if (wrong !== null) {
      setProblem(wrong)
      return
    }
    show(null)
    if (isEmpty || typed === null) onChange(undefined)
    else if (draft !== written) onChange(Number((typed * unit).toPrecision(15)))
  }
  return (
    <>
      <input
        id={id}
        inputMode="decimal"
        aria-label={unit === 1 ? label : `${label}, in percent`}
        {...problemOf(id, problem)}
        placeholder={placeholder}
        value={draft ?? written}
        className={`min-h-6 w-16 rounded-cell bg-transparent text-label text-ink-2 placeholder:text-ink-3 placeholder:opacity-100 hover:bg-fill focus:bg-fill aria-invalid:text-bad pointer-coarse:min-h-11 pointer-coarse:text-[16px] ${alignRight ? 'text-right' : ''}`}
        onChange={(event) => {
          show(event.target.value)
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          if (event.key === 'Escape') show(null)
        }}
      />
      {/* On a line of its own, below both fields. */}
      <div aria-live="polite" className="order-last w-full">
        <FieldProblem field={id} problem={problem} />
      </div>
    </>
  )
}

function problemWith(
  text: string,
  typed: number | null,
  unit: number,
  whole: boolean,
): string | null {
  if (typed === null) return `“${text.trim()}” is no number.`
  if (whole && !Number.isInteger(typed)) return 'Only whole numbers.'
  const isShare = unit !== 1
  if ((whole || isShare) && typed < 0) return 'Not below 0.'
  return isShare && typed * unit > 1 ? 'Not above 100%.' : null
}
