import { useId } from 'react'
import { FieldProblem } from './FieldProblem'
import { problemOf } from './problemOf'

interface SelectFieldProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** What is wanted of the user here, or wrong with what was chosen. */
  problem?: string | null
}

/** A choice of one among several, by the browser's own list. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, value, options, onChange, problem = null } = props
  const field = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={field} className="block text-label text-ink-3">
        {label}
      </label>
      <select
        id={field}
        className="field mt-1 w-full"
        value={value}
        {...problemOf(field, problem)}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldProblem field={field} problem={problem} />
    </div>
  )
}
