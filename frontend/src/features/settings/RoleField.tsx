import type { Role } from '@/services/api/types'
import { ROLES } from '@/services/api/useMay'

interface RoleFieldProps {
  label: string
  value: Role
  /** The highest that can be chosen. */
  most?: Role
  onChange: (role: Role) => void
}

export function RoleField({ label, value, most = 'admin', onChange }: RoleFieldProps) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => {
        onChange(ROLES.find((role) => role === event.target.value) ?? value)
      }}
    >
      {ROLES.slice(0, ROLES.indexOf(most) + 1).map((role) => (
        <option key={role}>{role}</option>
      ))}
    </select>
  )
}
