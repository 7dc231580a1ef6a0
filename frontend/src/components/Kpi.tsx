import { useRef, useState, type ReactNode } from 'react'
import { DataTable } from './DataTable'
import { figureClasses as classes } from './figureClasses'
import { FigureTools, SqlPanels, type FigureFiles } from './figureParts'

export interface KpiProps {
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

function Kpi({ label, value, unit, interval, note, children, accent = false }: KpiProps) {
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

interface KpiRowProps {
  /** Asked anew for the file, which has plain numbers. */
  figures: () => KpiProps[]
  columns?: 4 | 5 | 6
  sql: NonNullable<FigureFiles['sql']>
  /** Beneath the figures. */
  children?: ReactNode
}

/** A page's key figures; their menu stands in the white space under them, so that it takes none of the first view. */
export function KpiRow({ figures, columns = 6, sql, children }: KpiRowProps) {
  const section = useRef<HTMLElement>(null)
  const [sqlOpen, setSqlOpen] = useState(false)
  return (
    <section ref={section} aria-label="Key figures" className="relative">
      <dl className={`${classes.row} ${classes.columns[columns]}`}>
        {figures().map((figure) => (
          <Kpi key={figure.label} {...figure} />
        ))}
      </dl>
      {children}
      <div data-tools className="absolute top-full right-0 -mr-2">
        <FigureTools
          name="key-figures"
          section={section}
          whole={() => <KpiTable figures={figures} />}
          sql={sql}
          sqlOpen={sqlOpen}
          onSql={setSqlOpen}
        />
      </div>
      {sqlOpen && (
        <SqlPanels
          sql={sql}
          onClose={() => {
            setSqlOpen(false)
          }}
        />
      )}
    </section>
  )
}

function KpiTable({ figures }: { figures: () => KpiProps[] }) {
  return (
    <DataTable
      caption="Key figures"
      rows={figures()}
      rowKey={({ label }) => label}
      columns={[
        { head: 'Figure', cell: ({ label }) => label },
        { head: 'Value', cell: ({ value }) => value },
        { head: 'Unit', cell: ({ unit = '' }) => unitWords[unit] ?? unit },
      ]}
    />
  )
}

const unitWords: Record<string, string> = { '%': 'percent', '×': 'times' }
