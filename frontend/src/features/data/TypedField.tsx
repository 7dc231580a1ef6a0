import { useId } from 'react'
import { LabelledField } from '@/components/LabelledField'

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
  const words = useId()
  return (
    <LabelledField label={label} problem={problem}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            type={numeric ? 'number' : 'text'}
            step={numeric ? 'any' : undefined}
            value={value}
            placeholder={placeholder}
            list={known.length > 0 ? words : undefined}
            onChange={(event) => {
              onChange(event.target.value)
            }}
          />
          {known.length > 0 && (
            <datalist id={words}>
              {known.map((word) => (
                <option key={word} value={word} />
              ))}
            </datalist>
          )}
        </>
      )}
    </LabelledField>
  )
}
