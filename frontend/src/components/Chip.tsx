import type { ReactNode } from 'react'

interface ChipProps {
  on: boolean
  onToggle: () => void
  mark?: ReactNode
  children: ReactNode
  count?: string | undefined
}

export function Chip({ on, onToggle, mark, children, count }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onToggle}
      className={`inline-flex h-7 items-center gap-2 rounded-chip px-3 text-label whitespace-nowrap pointer-coarse:h-11 pointer-coarse:rounded-[22px] ${
        on
          ? 'bg-tint font-medium text-ink ring-[1.5px] ring-accent ring-inset max-md:order-first'
          : 'bg-fill text-ink-2 hover:bg-hairline'
      }`}
    >
      {mark}
      {children}
      {count !== undefined && <span className={on ? 'text-ink-2' : 'text-ink-3'}>{count}</span>}
    </button>
  )
}
