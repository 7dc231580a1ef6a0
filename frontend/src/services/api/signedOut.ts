type Listener = () => void

const listeners = new Set<Listener>()

/** Tells listeners when an answer says that whoever asks is not signed in. */
export function noteStatus(status: number): void {
  if (status === 401)
    listeners.forEach((listener) => {
      listener()
    })
}

export function onSignedOut(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
