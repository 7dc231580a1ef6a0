import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useMay } from '@/services/api/useMay'

interface CustomersLinkProps {
  to: string
  children: ReactNode
  className?: string
  /** In a drawing. */
  isDrawn?: boolean
  /** From keyboard and screen reader: the same link stands beside it. */
  isHidden?: boolean
  'aria-label'?: string | undefined
}

/** Leads to a list of customers; who may not see one is shown the words alone. */
export function CustomersLink({
  to,
  isDrawn = false,
  isHidden = false,
  ...rest
}: CustomersLinkProps) {
  const mayList = useMay('analyst', true)
  const shown = isHidden ? { ...rest, tabIndex: -1, 'aria-hidden': true } : rest
  if (mayList) return <Link to={to} {...shown} />
  return isDrawn ? <g {...shown} /> : <span {...shown} />
}
