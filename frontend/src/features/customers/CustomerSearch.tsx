import { useEffect, useRef, useState } from 'react'

const pauseMs = 200

interface CustomerSearchProps {
  text: string
  onSearch: (text: string) => void
}

/** Searches a moment after the last key, so that the address does not change with each one. */
export function CustomerSearch({ text, onSearch }: CustomerSearchProps) {
  const [typed, setTyped] = useState(text)
  const search = useRef(onSearch)
  const sent = useRef(text)

  useEffect(() => {
    search.current = onSearch
  })

  // Back, forward and "Clear filters" change the text from outside.
  useEffect(() => {
    if (text === sent.current) return
    sent.current = text
    setTyped(text)
  }, [text])

  useEffect(() => {
    if (typed === sent.current) return
    const timer = window.setTimeout(() => {
      sent.current = typed
      search.current(typed)
    }, pauseMs)
    return () => {
      window.clearTimeout(timer)
    }
  }, [typed])

  return (
    <input
      type="search"
      className="field w-56 max-w-full min-w-0"
      placeholder="Customer id or country"
      aria-label="Search by customer id or country"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
      }}
    />
  )
}
