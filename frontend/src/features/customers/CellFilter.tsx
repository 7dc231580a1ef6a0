import { cellName } from '@/components/segments/gridCells'
import { FilterHead } from './FilterHead'

interface CellFilterProps {
  chosen: readonly string[]
  onToggle: (cell: string) => void
}

const scores = [1, 2, 3, 4, 5]

/** The cells of the grid that were chosen on the page Segments, as a small grid to change them. */
export function CellFilter({ chosen, onToggle }: CellFilterProps) {
  return (
    <div role="group" aria-label="Cells of the grid" className="xl:w-[152px] xl:shrink-0">
      <FilterHead name="Grid" chosen={`${chosen.length} of 25 cells`} />
      {[...scores].reverse().map((r) => (
        <div key={r} className="mb-1 flex gap-1">
          <span
            aria-hidden
            className="w-5 text-label leading-6 font-medium pointer-coarse:leading-[44px]"
          >
            R{r}
          </span>
          {scores.map((fm) => {
            const cell = cellName({ r, fm })
            const on = chosen.includes(cell)
            return (
              <button
                key={fm}
                type="button"
                aria-label={`Recency ${r}, frequency and spend ${fm}`}
                aria-pressed={on}
                className={`h-6 min-w-6 flex-1 rounded-cell text-label pointer-coarse:h-11 ${
                  on
                    ? 'bg-tint font-semibold text-accent-text ring-[1.5px] ring-accent ring-inset'
                    : 'bg-fill hover:bg-hairline'
                }`}
                onClick={() => {
                  onToggle(cell)
                }}
              >
                {on ? '✓' : ''}
              </button>
            )
          })}
        </div>
      ))}
      <div aria-hidden className="flex gap-1 text-center text-label text-ink-3">
        <span className="w-5" />
        {scores.map((fm) => (
          <span key={fm} className="min-w-6 flex-1">
            {fm}
          </span>
        ))}
      </div>
    </div>
  )
}
