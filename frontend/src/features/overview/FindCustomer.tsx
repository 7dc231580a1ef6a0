import { useState } from 'react'
import { useNavigate } from 'react-router'

/** Leads to the list, searched; works with the Enter key alone. */
export function FindCustomer() {
  const [text, setText] = useState('')
  const navigate = useNavigate()
  return (
    <form
      role="search"
      className="max-md:min-w-48 max-md:flex-1"
      onSubmit={(event) => {
        event.preventDefault()
        const params = new URLSearchParams(text.trim() === '' ? {} : { q: text.trim() })
        void navigate({ pathname: '/customers', search: params.toString() })
      }}
    >
      <input
        type="search"
        className="field w-56 max-md:w-full"
        placeholder="Find a customer"
        aria-label="Find a customer by id or country"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
        }}
      />
    </form>
  )
}
