import { LedgerWaterfall } from './LedgerWaterfall'
import { counted, count } from '@/format'
import type { Job } from '@/services/api/types'

interface ImportOutcomeProps {
  name: string
  load: Job
  onAnother: () => void
}

/** What came of a file: from its lines to the lines that were added. */
export function ImportOutcome({ name, load, onAnother }: ImportOutcomeProps) {
  const result = load.report?.result
  const close = (
    <button type="button" className="filled-button" onClick={onAnother}>
      Add another file
    </button>
  )
  if (result === undefined || result === null) {
    return (
      <div className="flex flex-wrap items-center gap-4" role="status">
        <p className="text-finding">{name} was loaded before; nothing was changed</p>
        {close}
      </div>
    )
  }
  const gone =
    result.lines_gone > 0 ? ` ${count(result.lines_gone)} lines of before were replaced.` : ''
  return (
    <LedgerWaterfall
      name="import"
      sql="refused_counts"
      title={`${counted(result.lines_kept, 'line')} of ${name} added`}
      subtitle={`From the lines of the file to the lines that are new.${gone}`}
      tools={close}
      lines={{
        in: result.lines_in,
        kept: result.lines_kept,
        left: {
          ...(result.lines_known > 0 ? { 'there already': result.lines_known } : {}),
          ...result.ledger,
        },
      }}
    />
  )
}
