import type { ReactNode } from 'react'

interface KpiProps {
  label: string
  value: string
  unit?: string
  /** How sure the number is. */
  interval?: string
  /** One comparison, in words. */
  note?: ReactNode
  /** A graphic of 28 px height. */
  children?: ReactNode
  accent?: boolean
}

export function Kpi({ label, value, unit, interval, note, children, accent = false }: KpiProps) {
  return (
    <div className="min-w-0">
      <dt className="text-label text-ink-2">{label}</dt>
      <dd>
        <p className={`text-number ${accent ? 'text-accent-text' : ''}`}>
          {value}
          {unit !== undefined && (
            <span className="ml-1 text-finding font-medium tracking-normal text-ink-3">{unit}</span>
          )}
        </p>
        {interval !== undefined && <p className="min-h-4 text-label text-ink-3">{interval}</p>}
        <p className="min-h-4 text-label text-ink-2">{note}</p>
        {children !== undefined && <div className="mt-2 h-7">{children}</div>}
      </dd>
    </div>
  )
}

export function KpiRow({ children, columns = 6 }: { children: ReactNode; columns?: 4 | 5 | 6 }) {
  const wide = { 4: 'wide:grid-cols-4', 5: 'wide:grid-cols-5', 6: 'wide:grid-cols-6' }[columns]
  return (
    <dl className={`grid grid-cols-2 gap-x-4 gap-y-6 md:grid-cols-3 md:gap-x-8 ${wide}`}>
      {children}
    </dl>
  )
}
