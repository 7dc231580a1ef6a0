import { useId, type ReactNode } from 'react'
import { FieldProblem } from './FieldProblem'
import { problemOf } from './problemOf'

interface LabelledFieldProps {
  label: string
  /** What is wanted of the user here, or wrong with what was given. */
  problem: string | null
  /** The field itself, which takes these attributes. */
  children: (attributes: FieldAttributes) => ReactNode
}

interface FieldAttributes {
  id: string
  className: string
  'aria-invalid'?: boolean
  'aria-describedby'?: string
}

/** A field under its label, and under it what is wrong with it. */
export function LabelledField({ label, problem, children }: LabelledFieldProps) {
  const field = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={field} className="block text-label text-ink-3">
        {label}
      </label>
      {children({ id: field, className: 'field mt-1 w-full', ...problemOf(field, problem) })}
      <FieldProblem field={field} problem={problem} />
    </div>
  )
}
