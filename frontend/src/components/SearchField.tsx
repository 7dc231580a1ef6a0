import { useEffect, useRef, useState } from 'react'

/** Keys that come at once are asked for once; a pause that can be felt would be waiting for nothing. */
const pauseMs = 30

interface SearchFieldProps {
  label: string
  placeholder: string
  text: string
  /** How many letters the API takes. */
  longest: number
  onSearch: (text: string) => void
  className?: string
}

/** Searches a moment after the last key; what was asked for before is given up by who asks. */
export function SearchField({
  label,
  placeholder,
  text,
  longest,
  onSearch,
  className = '',
}: SearchFieldProps) {
  const [typed, setTyped] = useState(text)
  const search = useRef(onSearch)
  const sent = useRef(text)

  useEffect(() => {
    search.current = onSearch
  })

  // Back, forward and "Clear filters" change the text from outside. The address may lack the blank at the end of what
  // was sent, after which the next word is to come.
  useEffect(() => {
    if (text.trim() === sent.current.trim()) return
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
      className={`field max-w-full min-w-0 ${className}`}
      placeholder={placeholder}
      aria-label={label}
      maxLength={longest}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value)
      }}
    />
  )
}
