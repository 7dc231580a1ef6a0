import { problemId } from './problemOf'

/** The sentence under a field that is wanted, or wrong. */
export function FieldProblem({ field, problem }: { field: string; problem: string | null }) {
  if (problem === null) return null
  return (
    <p id={problemId(field)} className="mt-1 text-label break-words text-bad">
      {problem}
    </p>
  )
}
