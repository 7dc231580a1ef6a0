/** Stands where the tests' figures would be. */
export function NotTested() {
  return (
    <p className="text-ink-2">
      A test needs months before it to fit on and a month after it to compare with.
    </p>
  )
}
