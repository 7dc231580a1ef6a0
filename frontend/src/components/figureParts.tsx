import { lazy, Suspense, type ReactNode, type RefObject } from 'react'
import { useMay } from '@/services/api/useMay'

// Not needed for the first figures.
const FigureMenu = lazy(async () => ({ default: (await import('./FigureMenu')).FigureMenu }))
const SqlPanel = lazy(async () => ({ default: (await import('./SqlPanel')).SqlPanel }))

/** What a figure's menu has to offer. */
export interface FigureFiles {
  /** The table with all rows for its file, where the page shows none or a part of them; null where there is no file. */
  whole?: (() => ReactNode | Promise<ReactNode>) | null | undefined
  /** How much a file holds that cannot hold all: "500 of 2,405". */
  part?: string | undefined
  /** The query that the figures come from; those of the pipeline that worked them out come after it. */
  sql?: string | readonly string[] | undefined
}

interface FigureToolsProps extends FigureFiles {
  name: string
  /** What a picture shows; none: no picture. */
  section?: RefObject<HTMLElement | null>
  table?: ReactNode
  sqlOpen: boolean
  onSql: (open: boolean) => void
}

export function FigureTools({ sql, sqlOpen, onSql, ...rest }: FigureToolsProps) {
  const maySeeSql = useMay('analyst')
  return (
    <Suspense fallback={<span className="quiet-button">⋯</span>}>
      <FigureMenu
        {...rest}
        hasSql={sql !== undefined && maySeeSql}
        sqlOpen={sqlOpen}
        onSql={() => {
          onSql(!sqlOpen)
        }}
      />
    </Suspense>
  )
}

interface SqlPanelsProps {
  sql: FigureFiles['sql']
  onClose: () => void
}

export function SqlPanels({ sql = [], onClose }: SqlPanelsProps) {
  const names = typeof sql === 'string' ? [sql] : sql
  return (
    <Suspense fallback={null}>
      {names.map((name) => (
        <SqlPanel key={name} name={name} onClose={onClose} />
      ))}
    </Suspense>
  )
}
