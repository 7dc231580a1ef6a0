import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { decimal, signedDecimal } from '@/format'
import { f1Finding, f1Rows, type F1Row } from './findings'
import type { MetricsWithModel } from './metricsWithModel'
import { NotTested } from './NotTested'

export function F1Figures(props: { metrics: MetricsWithModel; className: string }) {
  const rows = f1Rows(props.metrics)
  return (
    <Section
      name="f1"
      sql="backtest"
      className={props.className}
      title={f1Finding(rows)}
      subtitle="Means over all test cutoffs. Naive: everybody buys; for the weighted figure, nobody buys."
    >
      {rows.length === 0 ? <NotTested /> : <Table rows={rows} />}
    </Section>
  )
}

function Table({ rows }: { rows: readonly F1Row[] }) {
  return (
    <>
      <DataTable
        caption="F1 figures and their baselines"
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          { head: 'Population and window', cell: (row) => <Name row={row} /> },
          {
            head: 'F1',
            align: 'right',
            cell: (row) => <strong className="font-semibold">{decimal(row.f1)}</strong>,
          },
          { head: 'Naive', align: 'right', cell: (row) => decimal(row.naive) },
          { head: 'Gain', align: 'right', wideOnly: true, cell: (row) => signedDecimal(row.gain) },
          { head: 'Verdict', align: 'right', cell: (row) => <Verdict verdict={row.verdict} /> },
        ]}
      />
      <p className="mt-3 text-ink-2">{advice(rows)}</p>
    </>
  )
}

function Name({ row: { name, lowest, highest } }: { row: F1Row }) {
  return (
    <>
      {name}
      {lowest !== null && highest !== null && (
        <span data-aside="" className="block pb-1 text-label text-ink-3">
          {decimal(lowest)} to {decimal(highest)} by cutoff
        </span>
      )}
    </>
  )
}

function Verdict({ verdict }: { verdict: F1Row['verdict'] }) {
  return <span className={verdict === 'no better' ? 'text-bad' : ''}>{verdict}</span>
}

function advice(rows: readonly F1Row[]): string {
  const lost = rows.filter((row) => row.verdict === 'no better')
  if (lost.length === 0)
    return 'The weighted figure flatters: most customers do not buy, and saying so counts.'
  return 'Where the guess is as good, use the ranking, not the yes or no.'
}
