import { useState, type KeyboardEvent } from 'react'
import { cellName } from '@/components/segments/gridCells'
import { SegmentMark } from '@/components/segments/SegmentMark'
import { segmentStyle } from '@/components/segments/segments'
import { isDirection, steps } from './brush'

interface RuleCellsProps {
  /** Segments by the name of the cell. */
  cells: ReadonlyMap<string, string>
  chosen: ReadonlySet<string>
  changed: ReadonlySet<string>
  onToggle: (name: string) => void
}

const scores = [1, 2, 3, 4, 5]

/** The 25 cells with the segment of each; one or several are chosen by click, or arrow keys and Space. */
export function RuleCells({ cells, chosen, changed, onToggle }: RuleCellsProps) {
  const [place, setPlace] = useState('5-1') // the one that Tab leads to
  const move = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!isDirection(event.key)) return
    event.preventDefault()
    const [r = 5, fm = 1] = place.split('-').map(Number)
    const [stepR, stepFm] = steps[event.key]
    const next = cellName({ r: within(r + stepR), fm: within(fm + stepFm) })
    const table = event.currentTarget.closest('table')
    table?.querySelector<HTMLElement>(`[data-rule="${next}"]`)?.focus()
  }
  return (
    <table className="w-full table-fixed border-separate border-spacing-0.5 text-label">
      <caption className="sr-only">
        The segment of each cell. Arrow keys move between the cells, Space chooses one.
      </caption>
      <colgroup>
        <col className="w-8" />
      </colgroup>
      <thead>
        <tr className="text-ink-3">
          <td />
          {scores.map((fm) => (
            <th key={fm} scope="col" className="pl-2 text-left max-md:pl-1.5">
              FM{fm}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[5, 4, 3, 2, 1].map((r) => (
          <tr key={r}>
            <th scope="row" className="text-left font-semibold">
              R{r}
            </th>
            {scores.map((fm) => {
              const name = cellName({ r, fm })
              const segment = cells.get(name) ?? ''
              const isChosen = chosen.has(name)
              const isChanged = changed.has(name)
              return (
                <td key={fm} className="p-0">
                  <button
                    type="button"
                    data-rule={name}
                    tabIndex={name === place ? 0 : -1}
                    aria-pressed={isChosen}
                    aria-label={`R${r} FM${fm}: ${segment}${isChanged ? ', changed' : ''}`}
                    title={segment}
                    className={`relative flex h-11 w-full items-center gap-1.5 rounded-cell bg-fill pr-1 pl-3 text-left hover:ring-2 hover:ring-accent max-md:pl-2.5 ${
                      isChosen ? 'ring-2 ring-ink' : ''
                    }`}
                    onKeyDown={move}
                    onFocus={() => {
                      setPlace(name)
                    }}
                    onClick={() => {
                      onToggle(name)
                    }}
                  >
                    <span
                      aria-hidden
                      className="absolute inset-y-0 left-0 w-1"
                      style={{ background: segmentStyle(segment).colour }}
                    />
                    <span className="md:hidden">
                      <SegmentMark segment={segment} />
                    </span>
                    <span className="line-clamp-2 min-w-0 leading-4 tracking-[-0.01em] max-md:hidden">
                      {segment}
                    </span>
                    {isChanged && (
                      <span
                        aria-hidden
                        className="absolute top-1 right-1 size-1.5 rounded-full bg-accent"
                      />
                    )}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function within(score: number): number {
  return Math.min(5, Math.max(1, score))
}
