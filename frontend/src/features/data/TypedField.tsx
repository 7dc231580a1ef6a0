import { useId } from 'react'
import { FieldProblem } from '@/components/FieldProblem'
import { problemOf } from '@/components/problemOf'

interface TypedFieldProps {
  label: string
  value: string
  /** What holds while nothing is typed. */
  placeholder: string
  /** Words to choose from, beside anything that is typed. */
  known?: string[]
  numeric?: boolean
  problem: string | null
  onChange: (text: string) => void
}

/** A word or number that may be typed, or left to be found. */
export function TypedField(props: TypedFieldProps) {
  const { label, value, placeholder, known = [], numeric = false, problem, onChange } = props
  const field = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={field} className="block text-label text-ink-3">
        {label}
      </label>
      <input
        id={field}
        type={numeric ? 'number' : 'text'}
        step={numeric ? 'any' : undefined}
        className="field mt-1 w-full"
        value={value}
        placeholder={placeholder}
        list={known.length > 0 ? `${field}-known` : undefined}
        {...problemOf(field, problem)}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      />
      {known.length > 0 && (
        <datalist id={`${field}-known`}>
          {known.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
      <FieldProblem field={field} problem={problem} />
    </div>
  )
}
