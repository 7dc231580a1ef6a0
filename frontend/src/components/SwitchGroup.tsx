interface SwitchGroupProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** A choice of one among few, as quiet buttons in a row. */
export function SwitchGroup<Value extends string>(props: SwitchGroupProps<Value>) {
  const { label, value, options, onChange } = props
  return (
    <div role="group" aria-label={label} className="flex">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="quiet-button"
          aria-pressed={option.value === value}
          onClick={() => {
            onChange(option.value)
          }}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
