import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiError } from '@/services/api/error'
import { signIn } from '@/services/api/session'
import { PasswordField } from '@/components/PasswordField'
import { useTheme } from '@/components/shell/theme'

export function SignInPage({ hasUsers }: { hasUsers: boolean }) {
  useTheme() // follows the system's, as every other page does
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const attempt = useMutation({ mutationFn: () => signIn(queryClient, name, password) })

  useEffect(() => {
    document.title = 'Sign in · Predictive Sales Dashboard'
  }, [])

  return (
    <main className="mx-auto w-full max-w-[384px] px-4 pt-[12vh] pb-16">
      <p className="text-label text-ink-3">Predictive sales</p>
      <h1 className="text-title">Sign in</h1>
      {hasUsers ? (
        <form
          className="mt-6 flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            attempt.mutate()
          }}
        >
          <label className="flex flex-col gap-1 text-label font-medium">
            Name
            <input
              className="field w-full"
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              value={name}
              onChange={(event) => {
                setName(event.target.value)
              }}
            />
          </label>
          <PasswordField
            label="Password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
          />
          {attempt.isError && (
            <p role="alert" className="text-body text-bad">
              {reason(attempt.error)}
            </p>
          )}
          <button
            type="submit"
            className="accent-button justify-center"
            disabled={attempt.isPending}
          >
            {attempt.isPending ? 'Signing in' : 'Sign in'}
          </button>
        </form>
      ) : (
        <p className="mt-4 text-body">
          Nobody can sign in yet. Make the first user on the server:{' '}
          <code className="rounded-cell bg-fill px-1 font-mono text-label">make user NAME=you</code>
        </p>
      )}
    </main>
  )
}

function reason(error: Error): string {
  if (error instanceof ApiError && error.status === 0)
    return 'The server did not answer; is it running?'
  return error.message
}
