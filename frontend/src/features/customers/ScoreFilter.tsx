import { FilterHead } from './FilterHead'
import {
  scoreLists,
  toggled,
  type ChangeFilters,
  type Filters,
  type ScoreList,
} from '@/components/listState'

const names: Record<ScoreList, { letter: string; word: string }> = {
  r_score: { letter: 'R', word: 'Recency' },
  f_score: { letter: 'F', word: 'Frequency' },
  m_score: { letter: 'M', word: 'Spend' },
  fm_score: { letter: 'FM', word: 'Frequency and spend' },
}

interface ScoreFilterProps {
  filters: Filters
  onChange: (change: ChangeFilters) => void
}

export function ScoreFilter({ filters, onChange }: ScoreFilterProps) {
  const set = scoreLists.filter((list) => filters[list].length > 0)
  // Frequency and spend together come from the grid; alone they have rows of their own.
  const shown = scoreLists.filter((list) => list !== 'fm_score' || filters.fm_score.length > 0)
  return (
    <div className="xl:w-[164px] xl:shrink-0">
      <FilterHead
        name="Scores"
        chosen={set.length === 0 ? null : set.map((list) => names[list].letter).join(', ')}
      />
      {shown.map((list) => (
        <div key={list} role="group" aria-label={names[list].word} className="mb-1 flex gap-1">
          <span
            aria-hidden
            className="w-5 text-label leading-6 pointer-coarse:leading-[44px] font-medium"
          >
            {names[list].letter}
          </span>
          {[1, 2, 3, 4, 5].map((score) => {
            const on = filters[list].includes(score)
            return (
              <button
                key={score}
                type="button"
                aria-label={`${names[list].word} ${score}`}
                aria-pressed={on}
                className={`h-6 flex-1 rounded-cell text-label pointer-coarse:h-11 ${
                  on
                    ? 'bg-tint font-semibold text-accent-text ring-[1.5px] ring-accent ring-inset'
                    : 'bg-fill text-ink-2 hover:bg-hairline'
                }`}
                onClick={() => {
                  onChange((now) => ({ ...now, [list]: toggled(now[list], score).sort() }))
                }}
              >
                {score}
              </button>
            )
          })}
        </div>
      ))}
    </div>
  )
}
