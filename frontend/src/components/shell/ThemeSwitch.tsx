import { useTheme, type ThemeChoice } from './theme'

const choices: { value: ThemeChoice; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function ThemeSwitch() {
  const [choice, setChoice] = useTheme()
  return (
    <div role="group" aria-label="Theme" className="-ml-2 flex">
      {choices.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className="quiet-button"
          aria-pressed={choice === value}
          onClick={() => {
            setChoice(value)
          }}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
