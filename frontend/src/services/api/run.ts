type Listener = () => void

const listeners = new Set<Listener>()
let current: string | null = null

/** Tells listeners when an answer says that another run is served than before. */
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
