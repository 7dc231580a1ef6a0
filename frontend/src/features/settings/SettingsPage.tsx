import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/components/PageHeader'
import { Region } from '@/components/Section'
import { sessionQuery } from '@/services/api/session'
import { AuditLog } from './AuditLog'
import { Keys } from './Keys'
import { Password } from './Password'
import { ShopFacts } from './ShopFacts'
import { Users } from './Users'

/** One's own password and keys, and the shop's facts; for an admin, users and the log as well. */
export function SettingsPage() {
  const { data } = useQuery(sessionQuery)
  const user = data?.user
  const signedIn = user?.by === 'session'
  return (
    <>
      <PageHeader title="Settings" subtitle={signedIn ? `${user.name}, ${user.role}` : undefined} />
      {user?.by === 'machine' && (
        <p className="max-w-xl text-body">
          Sign-in is off: whoever sits at this machine sees everything, and nobody else comes in.
          Users below can sign in once the server runs with AUTH=on.
        </p>
      )}
      {signedIn && <Password />}
      {signedIn && (
        <Region>
          <Keys role={user.role} />
        </Region>
      )}
      {user?.role === 'admin' && (
        <Region>
          <Users />
        </Region>
      )}
      {user !== undefined && user !== null && (
        <Region>
          <ShopFacts />
        </Region>
      )}
      {user?.role === 'admin' && (
        <Region>
          <AuditLog />
        </Region>
      )}
    </>
  )
}
