import { lazy, Suspense, useId, useRef, useState, type ReactNode } from 'react'
import { useMay } from '@/services/api/useMay'
import { useOpenTables } from './openTables'

// Not needed for the first figures.
const FigureMenu = lazy(async () => ({ default: (await import('./FigureMenu')).FigureMenu }))
const SqlPanel = lazy(async () => ({ default: (await import('./SqlPanel')).SqlPanel }))

interface SectionProps {
  /** What the figures say. */
  title: ReactNode
  /** What is shown: quantity, unit, period. */
  subtitle?: ReactNode
  tools?: ReactNode
  /** Names the figure and its files, and gives it its menu; a link opens its table again. */
  name?: string
  /** The same data as a table, behind a switch; none where the figure is a table itself. */
  table?: ReactNode
  /** The table with all rows for its file, where the page shows a part of them. */
  whole?: () => ReactNode | Promise<ReactNode>
  /** How much a file holds that cannot hold all: "500 of 2,405". */
  part?: string | undefined
  /** The query that the figures come from. */
  sql?: string
  children: ReactNode
  className?: string
}

export function Section(props: SectionProps) {
  const { title, subtitle, tools, name, table, whole, part, sql, children, className = '' } = props
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  const [open, toggle] = useOpenTables()
  const [sqlOpen, setSqlOpen] = useState(false)
  const maySeeSql = useMay('analyst')
  const showsTable = name !== undefined && table !== undefined && open.includes(name)
  return (
    <section ref={section} aria-labelledby={heading} className={`min-w-0 ${className}`}>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-44">
          <h2 id={heading} className="text-finding text-balance">
            {title}
          </h2>
          {subtitle !== undefined && <p className="mt-0.5 text-label text-ink-3">{subtitle}</p>}
        </div>
        <div
          data-tools
          className="-mr-2 ml-auto flex max-w-full shrink-0 flex-wrap items-center justify-end"
        >
          {tools}
          {name !== undefined && table !== undefined && (
            <button
              type="button"
              className="quiet-button"
              aria-pressed={showsTable}
              onClick={() => {
                toggle(name)
              }}
            >
              Table
            </button>
          )}
          {name !== undefined && (
            <Suspense fallback={<span className="quiet-button">⋯</span>}>
              <FigureMenu
                name={name}
                section={section}
                table={table ?? children}
                whole={whole}
                part={part}
                hasSql={sql !== undefined && maySeeSql}
                sqlOpen={sqlOpen}
                onSql={() => {
                  setSqlOpen(!sqlOpen)
                }}
              />
            </Suspense>
          )}
        </div>
      </div>
      {showsTable ? table : children}
      {sqlOpen && sql !== undefined && (
        <Suspense fallback={null}>
          <SqlPanel name={sql} />
        </Suspense>
      )}
    </section>
  )
}

/** Regions are parted by white space and one hairline. */
export function Region({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`mt-8 border-t border-hairline pt-6 ${className}`}>{children}</div>
}
