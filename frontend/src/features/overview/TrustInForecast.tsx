import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { decimal, inWords } from '@/format'
import { metricsQuery } from '@/services/api/queries'
import type { BacktestRow } from '@/services/api/types'

/** One paragraph on what the forecast is worth, from the backtest. Silent until it is known. */
export function TrustInForecast() {
  const { data } = useQuery(metricsQuery)
  const rows =
    data?.backtest.filter(
      (row) => row.chosen && row.population === 'all' && row.horizon_days === data.horizon_days,
    ) ?? []
  return (
    <div className="flex min-h-10 flex-wrap items-start justify-between gap-x-8 gap-y-2 text-body">
      <p className="max-w-2xl text-ink-2">
        {rows.length > 0 && (
          <>
            <strong className="font-semibold text-ink">How far to trust the forecast.</strong> Over{' '}
            {inWords(rows.length)} past months the model found buyers with F1{' '}
            {decimal(mean(rows, (row) => row.f1))}; guessing that everybody buys gives{' '}
            {decimal(mean(rows, (row) => row.f1_everybody))}.
          </>
        )}
      </p>
      <Link
        to="/model"
        className="link inline-flex min-h-6 items-center font-semibold pointer-coarse:min-h-11"
      >
        See the backtest
      </Link>
    </div>
  )
}

function mean(
  rows: readonly BacktestRow[],
  of: (row: BacktestRow) => number | null,
): number | null {
  const known = rows.map(of).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
