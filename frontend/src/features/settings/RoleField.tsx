import type { Role } from '@/services/api/types'

const roles: Role[] = ['viewer', 'analyst', 'admin']

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
        onChange(roles.find((role) => role === event.target.value) ?? value)
      }}
    >
      {roles.slice(0, roles.indexOf(most) + 1).map((role) => (
        <option key={role}>{role}</option>
      ))}
    </select>
  )
}
