import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { DataTable } from '@/components/DataTable'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { counted, dayTime } from '@/format'
import { changeUser, usersQuery } from '@/services/api/access'
import type { UserChange } from '@/services/api/types'
import { NewUserForm } from './NewUserForm'
import { RoleField } from './RoleField'

export function Users() {
  const queryClient = useQueryClient()
  const users = useQuery(usersQuery)
  const again = () => queryClient.invalidateQueries(usersQuery)
  const changing = useMutation({
    mutationFn: ({ userId, change }: { userId: number; change: UserChange }) =>
      changeUser(userId, change),
    onSuccess: again,
  })
  return (
    <Section
      title={users.data === undefined ? 'Users' : usersFinding(users.data.items.length)}
      subtitle="Viewers see figures, analysts customers too, admins everything. A change ends the user's sessions."
    >
      <NewUserForm onMade={() => void again()} />
      {changing.isError && (
        <p role="alert" className="mb-4 text-body text-bad">
          {changing.error.message}
        </p>
      )}
      <QueryView query={users} failure="The users could not be loaded" skeleton={null}>
        {({ items }) =>
          items.length > 0 && (
            <DataTable
              caption="Users"
              rows={items}
              rowKey={(user) => user.user_id}
              columns={[
                {
                  head: 'Name',
                  cell: (user) => <span className="wrap-anywhere">{user.name}</span>,
                },
                {
                  head: 'Role',
                  cell: (user) => (
                    <RoleField
                      label={`Role of ${user.name}`}
                      value={user.role}
                      onChange={(role) => {
                        changing.mutate({ userId: user.user_id, change: { role } })
                      }}
                    />
                  ),
                },
                {
                  head: 'Signed in',
                  wideOnly: true,
                  quiet: true,
                  cell: (user) =>
                    user.signed_in_at === null ? 'never' : dayTime(user.signed_in_at),
                },
                {
                  head: 'May sign in',
                  align: 'right',
                  cell: (user) => (
                    <button
                      type="button"
                      className="quiet-button"
                      aria-label={`${yesOrNo(user)}: ${user.name} may sign in`}
                      aria-pressed={user.active}
                      onClick={() => {
                        changing.mutate({ userId: user.user_id, change: { active: !user.active } })
                      }}
                    >
                      {yesOrNo(user)}
                    </button>
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

function yesOrNo(user: { active: boolean }): string {
  return user.active ? 'Yes' : 'No'
}

function usersFinding(users: number): string {
  return users === 0 ? 'No users yet' : counted(users, 'user')
}
