type Listener = () => void

const listeners = new Set<Listener>()
let current: string | null = null

/** Tells listeners when an answer comes from another run than the one before. */
export function noteRun(run: string | null): void {
  if (run === null || run === current) return
  const changed = current !== null
  current = run
  if (changed)
    listeners.forEach((listener) => {
      listener()
    })
}

export function onRunChange(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
