import { useId, useState } from 'react'

interface PasswordFieldProps {
  label: string
  autoComplete: 'current-password' | 'new-password'
  value: string
  onChange: (value: string) => void
}

/** A password that can be looked at, pasted, and filled in by a password manager. */
export function PasswordField({ label, autoComplete, value, onChange }: PasswordFieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between">
        <label htmlFor={id} className="text-label font-medium">
          {label}
        </label>
        <button
          type="button"
          className="quiet-button -mr-2"
          aria-pressed={shown}
          onClick={() => {
            setShown(!shown)
          }}
        >
          Show
        </button>
      </div>
      <input
        id={id}
        className="field w-full"
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        required
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      />
    </div>
  )
}
