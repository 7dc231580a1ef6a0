import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { makeUser } from '@/services/api/access'
import type { Role } from '@/services/api/types'
import { RoleField } from './RoleField'

export function NewUserForm({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const making = useMutation({
    mutationFn: () => makeUser({ name, role, password }),
    onSuccess: () => {
      setName('')
      setPassword('')
      onMade()
    },
  })
  return (
    <form
      className="mb-4 flex flex-wrap items-center gap-3"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        making.mutate()
      }}
    >
      <input
        className="field w-56"
        aria-label="Name of the new user"
        placeholder="Name or mail address"
        autoCapitalize="none"
        required
        value={name}
        onChange={(event) => {
          setName(event.target.value)
        }}
      />
      <input
        className="field w-56"
        type="password"
        autoComplete="new-password"
        aria-label="First password of the new user"
        placeholder="First password"
        required
        value={password}
        onChange={(event) => {
          setPassword(event.target.value)
        }}
      />
      <RoleField label="Role of the new user" value={role} onChange={setRole} />
      <button type="submit" className="filled-button" disabled={making.isPending}>
        Make a user
      </button>
      {making.isError && (
        <p role="alert" className="w-full text-body text-bad">
          {making.error.message}
        </p>
      )}
    </form>
  )
}
