import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from './session'
import type { Role } from './types'

/** Each may do what those before it may. */
export const ROLES: Role[] = ['viewer', 'analyst', 'admin']

/** Whether who has signed in may do what needs this role; no, while it is not known. The server decides; this spares offers that it would refuse. */
export function useMay(needed: Role): boolean {
  const { data } = useQuery(sessionQuery)
  return data?.user != null && ROLES.indexOf(data.user.role) >= ROLES.indexOf(needed)
}
