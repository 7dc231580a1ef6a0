import { useQuery } from '@tanstack/react-query'
import { day, lastDay } from '@/format'
import type { Moments } from '@/services/api/historyQueries'
import { overviewQuery } from '@/services/api/queries'
import type { Movement } from '@/services/api/types'

interface MomentSelectProps {
  movement: Movement
  onChange: (name: keyof Moments, value: string) => void
}

/** From which month end to which; the later one may be the last day of the data, which is no month end. */
export function MomentSelect({ movement, onChange }: MomentSelectProps) {
  const { month_ends: ends, earlier, later } = movement
  const overview = useQuery(overviewQuery)
  const isMonthEnd = ends.some(({ as_of }) => as_of === later)
  const before = ends.filter(({ as_of }) => as_of < later)
  const after = ends.filter(({ as_of }) => earlier !== null && as_of > earlier)
  return (
    <div className="flex items-center gap-2 text-label text-ink-3 max-md:grid max-md:w-full max-md:grid-cols-[auto_1fr] max-md:pr-2">
      <label className="flex items-center gap-1.5 max-md:col-span-2 max-md:grid max-md:grid-cols-subgrid">
        From
        <select
          className="field"
          value={earlier ?? ''}
          onChange={(event) => {
            onChange('earlier', event.target.value)
          }}
        >
          {before.map(({ as_of }) => (
            <option key={as_of} value={as_of}>
              {day(lastDay(as_of))}
            </option>
          ))}
        </select>
      </label>
      <label className="flex items-center gap-1.5 max-md:col-span-2 max-md:grid max-md:grid-cols-subgrid">
        to
        <select
          className="field"
          value={isMonthEnd ? later : ''}
          onChange={(event) => {
            onChange('later', event.target.value)
          }}
        >
          <option value="">
            {overview.data === undefined
              ? 'the last day'
              : `${day(lastDay(overview.data.as_of))}, the last day`}
          </option>
          {after.map(({ as_of }) => (
            <option key={as_of} value={as_of}>
              {day(lastDay(as_of))}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
