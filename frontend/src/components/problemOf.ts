export const problemId = (field: string) => `${field}-problem`

/** What tells a screen reader that the field with this id is wrong, and where it says why. */
export function problemOf(field: string, problem: string | null) {
  return problem === null ? {} : { 'aria-invalid': true, 'aria-describedby': problemId(field) }
}
