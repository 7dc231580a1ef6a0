import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DataTable } from '@/components/DataTable'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { day, dayTime } from '@/format'
import { keysQuery, makeKey, revokeKey } from '@/services/api/access'
import type { Key, Role } from '@/services/api/types'
import { RoleField } from './RoleField'

export function Keys({ role: own }: { role: Role }) {
  const queryClient = useQueryClient()
  const keys = useQuery(keysQuery)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const again = () => queryClient.invalidateQueries(keysQuery)
  const making = useMutation({
    mutationFn: () => makeKey({ name, role, days: 90 }),
    onSuccess: () => {
      setName('')
      return again()
    },
  })
  const revoking = useMutation({ mutationFn: revokeKey, onSuccess: again })
  const failed = making.error ?? revoking.error

  return (
    <Section
      title="Keys for programs"
      subtitle="Sent as Authorization: Bearer KEY. Valid for 90 days, or until revoked."
    >
      <form
        className="mb-4 flex flex-wrap items-center gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          making.mutate()
        }}
      >
        <input
          className="field w-56"
          aria-label="What the key is for"
          placeholder="What the key is for"
          required
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.target.value)
          }}
        />
        <RoleField label="Role of the key" value={role} most={own} onChange={setRole} />
        <button type="submit" className="filled-button" disabled={making.isPending}>
          Make a key
        </button>
      </form>
      {failed !== null && (
        <p role="alert" className="mb-4 text-body text-bad">
          {failed.message}
        </p>
      )}
      {making.data !== undefined && (
        <p role="status" className="mb-4 rounded-control bg-note p-4 text-body">
          Copy the key now; it is not shown again.{' '}
          <code className="font-mono text-label break-all select-all">{making.data.key}</code>
        </p>
      )}
      <QueryView query={keys} failure="The keys could not be loaded" skeleton={null}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-body text-ink-2">There are no keys yet.</p>
          ) : (
            <DataTable
              caption="Keys"
              rows={items}
              rowKey={(key) => key.key_id}
              columns={[
                { head: 'Key', cell: (key) => key.name },
                { head: 'User', wideOnly: true, quiet: true, cell: (key) => key.user_name },
                { head: 'Role', cell: (key) => key.role },
                { head: 'Last used', wideOnly: true, quiet: true, cell: lastUse },
                {
                  head: 'Until',
                  align: 'right',
                  cell: (key) =>
                    key.revoked_at === null ? (
                      <>
                        {day(key.expires_at)}{' '}
                        <button
                          type="button"
                          className="quiet-button"
                          aria-label={`Revoke ${key.name}`}
                          onClick={() => {
                            revoking.mutate(key.key_id)
                          }}
                        >
                          Revoke
                        </button>
                      </>
                    ) : (
                      `revoked ${day(key.revoked_at)}`
                    ),
                },
              ]}
            />
          )
        }
      </QueryView>
    </Section>
  )
}

function lastUse(key: Key): string {
  return key.last_used_at === null ? 'never' : dayTime(key.last_used_at)
}
