import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { DataTable } from '@/components/DataTable'
import { SelectField } from '@/components/SelectField'
import { Region, Section } from '@/components/Section'
import { capitalised, count, counted } from '@/format'
import { ledgerQuery } from '@/services/api/ledger'
import { useMay } from '@/services/api/useMay'
import { NotLoaded } from './NotLoaded'

/** Every line that was left out, with its reason and its text; the reason stands in the address. */
export function LedgerLines() {
  const [search, setSearch] = useSearchParams()
  const reason = search.get('reason')
  const maySee = useMay('analyst')
  const ledger = useInfiniteQuery({ ...ledgerQuery(reason), enabled: maySee })
  const pages = ledger.data?.pages ?? []
  const reasons = pages[0]?.reasons ?? []
  const lines = pages.flatMap((page) => page.items)
  const all = reasons.reduce((sum, each) => sum + each.lines, 0)
  const total = reason === null ? all : (reasons.find((each) => each.reason === reason)?.lines ?? 0)
  if (ledger.data === undefined && ledger.isError) {
    return <NotLoaded query={ledger} what="The lines left out could not be loaded" />
  }
  // Whoever may not see order lines, or has none left out, is shown nothing.
  if (reasons.length === 0) return null
  const file = reason === null ? '' : `?${new URLSearchParams({ reason }).toString()}`
  return (
    <Region>
      <Section
        name="left-out"
        sql={['ledger_lines', 'ledger_totals']}
        part={lines.length < total ? `${count(lines.length)} of ${count(total)}` : undefined}
        title={`${counted(total, 'line')} left out`}
        subtitle="As they stood in their files."
        tools={
          <a className="quiet-button" href={`/api/ledger/lines.csv${file}`} download>
            CSV
          </a>
        }
      >
        <div className="mb-3 max-w-80">
          <SelectField
            label="Reason"
            value={reason ?? ''}
            options={[
              { value: '', label: `All reasons: ${count(all)}` },
              ...reasons.map((each) => ({
                value: each.reason,
                label: `${capitalised(each.reason)}: ${count(each.lines)}`,
              })),
            ]}
            onChange={(chosen) => {
              setSearch((now) => {
                const changed = new URLSearchParams(now)
                if (chosen === '') changed.delete('reason')
                else changed.set('reason', chosen)
                return changed
              })
            }}
          />
        </div>
        <DataTable
          caption="Lines left out"
          rows={lines}
          rowKey={(line) => `${line.load_id}-${line.file_number}-${line.line_number}`}
          columns={[
            { head: 'Line', cell: (line) => count(line.line_number) },
            {
              head: 'File',
              wideOnly: true,
              quiet: true,
              cell: (line) => <span className="break-all">{line.source}</span>,
            },
            { head: 'Reason', cell: (line) => capitalised(line.reason) },
            {
              head: 'Text',
              cell: (line) => <code className="font-mono text-label break-all">{line.raw}</code>,
            },
          ]}
        />
        {ledger.hasNextPage && (
          <button
            type="button"
            className="filled-button mt-3"
            disabled={ledger.isFetchingNextPage}
            onClick={() => {
              void ledger.fetchNextPage()
            }}
          >
            {counted(total - lines.length, 'more line')}
          </button>
        )}
      </Section>
    </Region>
  )
}
