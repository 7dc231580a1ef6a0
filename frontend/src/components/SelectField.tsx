import { useId } from 'react'

interface SelectFieldProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
  /** It is this that is wanted of the user. */
  marked?: boolean
}

/** A choice of one among several, by the browser's own list. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, value, options, onChange, marked = false } = props
  const field = useId()
  return (
    <div className="min-w-0">
      <label
        htmlFor={field}
        className={`block text-label ${marked ? 'font-semibold text-bad' : 'text-ink-3'}`}
      >
        {label}
        {marked && ' (needed)'}
      </label>
      <select
        id={field}
        className="field mt-1 w-full"
        value={value}
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
    </div>
  )
}
