import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Section } from '@/components/Section'
import { PasswordField } from '@/components/PasswordField'
import { changePassword } from '@/services/api/access'

export function Password() {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent('')
      setNext('')
    },
  })
  return (
    <Section
      title="Your password"
      subtitle="15 characters or more; some words that do not belong together are best. A new one ends your other sessions and your keys."
    >
      <form
        className="flex max-w-sm flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <PasswordField
          label="Password of today"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
        />
        {change.isError && (
          <p role="alert" className="text-body text-bad">
            {change.error.message}
          </p>
        )}
        {change.isSuccess && <p role="status">The password is changed.</p>}
        <button type="submit" className="filled-button self-start" disabled={change.isPending}>
          Change password
        </button>
      </form>
    </Section>
  )
}
