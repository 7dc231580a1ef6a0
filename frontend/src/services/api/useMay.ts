import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from './session'
import type { Role } from './types'

/** Each may do what those before it may. */
export const ROLES: Role[] = ['viewer', 'analyst', 'admin']

/**
 * Whether who has signed in may do what needs this role; `meanwhile` while it is not known. The server decides; this
 * spares offers that it would refuse.
 */
export function useMay(needed: Role, meanwhile = false): boolean {
  const { data } = useQuery(sessionQuery)
  const role = data?.user?.role
  return role === undefined ? meanwhile : ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
