import * as Popover from '@radix-ui/react-popover'
import { useRef, useState, type ReactNode, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { asData } from '@/format'
import { save } from '@/services/api/save'
import { sectionToPng, tableToCsv } from './figure'
import type { FigureFiles } from './figureParts'

interface FigureMenuProps {
  /** Names the files. */
  name: string
  section?: RefObject<HTMLElement | null>
  table?: ReactNode
  whole?: FigureFiles['whole']
  part?: FigureFiles['part']
  hasSql: boolean
  sqlOpen: boolean
  onSql: () => void
}

/** What else can be had of a figure: its SQL, its picture, its table as a file. */
export function FigureMenu(props: FigureMenuProps) {
  const { name, section, table, whole, part, hasSql, sqlOpen, onSql } = props
  const [open, setOpen] = useState(false)
  const [loading, setLoading] = useState(false)
  const [written, setWritten] = useState<ReactNode>(null)
  const [failure, setFailure] = useState('')
  const hasFile = whole !== null && (whole !== undefined || table !== undefined)
  const hidden = useRef<HTMLDivElement>(null)

  // The table is drawn out of sight, with plain figures, only while its file is written.
  const write = (all: ReactNode) => {
    asData(() => {
      flushSync(() => {
        setWritten(all)
      })
    })
    const drawn = hidden.current?.querySelector('table')
    if (drawn)
      save(new Blob([tableToCsv(drawn)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)
    setWritten(null)
  }
  const saveCsv = async () => {
    setFailure('')
    if (!whole) {
      write(table)
      return
    }
    setLoading(true)
    try {
      write(await whole())
    } catch {
      setFailure('The rows could not all be loaded; no file was saved.')
    } finally {
      setLoading(false)
    }
  }
  const savePng = async () => {
    if (!section?.current) return
    try {
      save(await sectionToPng(section.current), `${name}.png`)
      setFailure('')
    } catch {
      setFailure('The picture could not be made.')
    }
  }
  const item = (label: string, onChoose: () => void) => (
    <li>
      <button
        type="button"
        className="quiet-button w-full justify-start"
        onClick={() => {
          setOpen(false)
          onChoose()
        }}
      >
        {label}
      </button>
    </li>
  )
  return (
    <>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger
          className="quiet-button"
          aria-label={`More of the figure ${name}`}
          aria-busy={loading}
        >
          ⋯
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="end"
            sideOffset={4}
            aria-label="More of this figure"
            className="z-20 min-w-40 rounded-control bg-raised p-1 shadow-raised ring-1 ring-hairline"
          >
            <ul>
              {hasSql && item(sqlOpen ? 'Hide SQL' : 'Show SQL', onSql)}
              {section && item('Save PNG', () => void savePng())}
              {hasFile && (
                <li>
                  <button
                    type="button"
                    className="quiet-button w-full justify-start"
                    onClick={() => {
                      setOpen(false)
                      void saveCsv()
                    }}
                  >
                    {part === undefined ? 'Save CSV' : `Save CSV (${part})`}
                  </button>
                </li>
              )}
            </ul>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {loading && (
        <span role="status" className="sr-only">
          Loading all rows
        </span>
      )}
      {failure !== '' && (
        <p role="alert" className="text-label text-bad">
          {failure}
        </p>
      )}
      {written !== null && (
        <div hidden ref={hidden}>
          {written}
        </div>
      )}
    </>
  )
}
