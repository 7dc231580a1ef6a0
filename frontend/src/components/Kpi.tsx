import type { ReactNode } from 'react'
import { figureClasses as classes } from './figureClasses'

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
    <div className={classes.figure}>
      <dt className={classes.label}>{label}</dt>
      <dd>
        <p className={`${classes.value} ${accent ? 'text-accent-text' : ''}`}>
          {value}
          {unit !== undefined && <span className={classes.unit}>{unit}</span>}
        </p>
        {interval !== undefined && <p className="min-h-4 text-label text-ink-3">{interval}</p>}
        <p className={classes.note}>{note}</p>
        {children !== undefined && <div className={classes.graphic}>{children}</div>}
      </dd>
    </div>
  )
}

export function KpiRow({ children, columns = 6 }: { children: ReactNode; columns?: 4 | 5 | 6 }) {
  return <dl className={`${classes.row} ${classes.columns[columns]}`}>{children}</dl>
}
