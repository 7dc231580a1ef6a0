import * as Popover from '@radix-ui/react-popover'
import { useRef, useState, type ReactNode, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { asData } from '@/format'
import { save } from '@/services/api/save'
import { sectionToPng, tableToCsv } from './figure'

interface FigureMenuProps {
  /** Names the files. */
  name: string
  section: RefObject<HTMLElement | null>
  table: ReactNode
  hasSql: boolean
  sqlOpen: boolean
  onSql: () => void
}

/** What else can be had of a figure: its SQL, its picture, its table as a file. */
export function FigureMenu({ name, section, table, hasSql, sqlOpen, onSql }: FigureMenuProps) {
  const [open, setOpen] = useState(false)
  const [writing, setWriting] = useState(false)
  const [failed, setFailed] = useState(false)
  const hidden = useRef<HTMLDivElement>(null)

  // The table is drawn out of sight, with plain figures, only while its file is written.
  const saveCsv = () => {
    setOpen(false)
    asData(() => {
      flushSync(() => {
        setWriting(true)
      })
    })
    const drawn = hidden.current?.querySelector('table')
    if (drawn)
      save(new Blob([tableToCsv(drawn)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)
    setWriting(false)
  }
  const savePng = async () => {
    if (section.current === null) return
    try {
      save(await sectionToPng(section.current), `${name}.png`)
      setFailed(false)
    } catch {
      setFailed(true)
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
        <Popover.Trigger className="quiet-button" aria-label={`More of the figure ${name}`}>
          ⋯
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="end"
            sideOffset={4}
            aria-label="More of this figure"
            className="z-20 w-40 rounded-control bg-raised p-1 shadow-raised ring-1 ring-hairline"
          >
            <ul>
              {hasSql && item(sqlOpen ? 'Hide SQL' : 'Show SQL', onSql)}
              {item('Save PNG', () => void savePng())}
              <li>
                <button
                  type="button"
                  className="quiet-button w-full justify-start"
                  onClick={saveCsv}
                >
                  Save CSV
                </button>
              </li>
            </ul>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {failed && (
        <p role="alert" className="text-label text-bad">
          The picture could not be made.
        </p>
      )}
      {writing && (
        <div hidden ref={hidden}>
          {table}
        </div>
      )}
    </>
  )
}
