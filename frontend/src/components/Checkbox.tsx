import type { ReactNode } from 'react'

interface CheckboxProps {
  checked: boolean
  onChange: () => void
  figure?: string
  children: ReactNode
}

export function Checkbox({ checked, onChange, figure, children }: CheckboxProps) {
  return (
    <label className="flex min-h-[26px] cursor-pointer items-center gap-2 text-label pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="size-3.5 shrink-0 accent-accent"
        checked={checked}
        onChange={onChange}
      />
      <span className={`min-w-0 flex-1 truncate ${checked ? 'font-medium' : ''}`}>{children}</span>
      {figure !== undefined && <span className="text-ink-3">{figure}</span>}
    </label>
  )
}
