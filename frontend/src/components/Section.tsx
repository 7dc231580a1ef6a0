import { useId, useRef, useState, type ReactNode } from 'react'
import { FigureTools, SqlPanels, type FigureFiles } from './figureParts'
import { useOpenTables } from './openTables'

interface SectionProps extends FigureFiles {
  /** What the figures say. */
  title: ReactNode
  /** What is shown: quantity, unit, period. */
  subtitle?: ReactNode
  tools?: ReactNode
  /** Names the figure and its files, and gives it its menu; a link opens its table again. */
  name?: string
  /** The same data as a table, behind a switch; none where the figure is a table itself. */
  table?: ReactNode
  children: ReactNode
  className?: string
}

export function Section(props: SectionProps) {
  const { title, subtitle, tools, name, table, whole, part, sql, children, className = '' } = props
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  const [open, toggle] = useOpenTables()
  const [sqlOpen, setSqlOpen] = useState(false)
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
            <FigureTools
              name={name}
              section={section}
              table={table ?? children}
              whole={whole}
              part={part}
              sql={sql}
              sqlOpen={sqlOpen}
              onSql={setSqlOpen}
            />
          )}
        </div>
      </div>
      {showsTable ? table : children}
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

/** Regions are parted by white space and one hairline. */
export function Region({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`mt-8 border-t border-hairline pt-6 ${className}`}>{children}</div>
}
