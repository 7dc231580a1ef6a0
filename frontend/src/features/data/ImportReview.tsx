import { useState } from 'react'
import { Section } from '@/components/Section'
import { counted } from '@/format'
import type { Import, ImportOptions } from '@/services/api/types'
import { FirstLines } from './FirstLines'
import { ReadingForm } from './ReadingForm'
import { Understood } from './Understood'
import { differing, reviewFinding, reviewSubtitle, savedOptions, wantedField } from './review'

interface ImportReviewProps {
  found: Import
  busy: boolean
  /** What the server objected to in the options, by their names. */
  objections: Readonly<Record<string, string>>
  onCheck: (options: ImportOptions) => void
  onLoad: (options: ImportOptions) => void
  onRemove: () => void
}

/** How the file was understood, for a person to correct; then it can be loaded. */
export function ImportReview(props: ImportReviewProps) {
  const { found, busy, objections, onCheck, onLoad, onRemove } = props
  const [options, setOptions] = useState<ImportOptions>(savedOptions(found))
  // What was changed since the last check: what that said of it no longer holds.
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState(false)
  const report = found.check?.report ?? null
  const refused = report?.refused ?? null
  const result = report?.result ?? null
  const changed = JSON.stringify(options) !== JSON.stringify(savedOptions(found))
  const problems = Object.entries({ ...wantedField(found), ...objections })
  const correcting = opened || refused !== null || report === null
  return (
    <Section
      title={reviewFinding(found)}
      subtitle={reviewSubtitle(found)}
      tools={
        <button type="button" className="quiet-button" disabled={busy} onClick={onRemove}>
          Remove the file
        </button>
      }
    >
      {found.load?.problem != null && (
        <p role="alert" className="mb-4 max-w-3xl">
          <span className="font-semibold text-bad">It was not loaded.</span>{' '}
          <span className="text-ink-2">{found.load.problem}</span>
        </p>
      )}
      {report?.files.map((file) => (
        <div key={file.name} className="mb-4">
          {file.lines !== null && <Understood file={file} />}
          {file.first_lines.length > 0 && <FirstLines file={file} />}
        </div>
      ))}
      {correcting && found.is_there ? (
        <ReadingForm
          kind={found.kind}
          report={report}
          options={options}
          problems={Object.fromEntries(problems.filter(([name]) => !touched.has(name)))}
          onChange={(next) => {
            setTouched(new Set([...touched, ...differing(options, next)]))
            setOptions(next)
          }}
        />
      ) : (
        found.is_there && (
          <button
            type="button"
            className="quiet-button -ml-2"
            onClick={() => {
              setOpened(true)
            }}
          >
            Read it otherwise
          </button>
        )
      )}
      {found.is_there && (
        <div className="mt-4 flex flex-wrap items-center gap-3">
          {result !== null && !changed && (
            <button
              type="button"
              className="accent-button"
              disabled={busy || result.lines_kept === 0}
              onClick={() => {
                onLoad(options)
              }}
            >
              Load {counted(result.lines_kept, 'line')}
            </button>
          )}
          {(result === null || changed) && (
            <button
              type="button"
              className="accent-button"
              disabled={busy}
              onClick={() => {
                setTouched(new Set())
                onCheck(options)
              }}
            >
              Check again
            </button>
          )}
        </div>
      )}
    </Section>
  )
}
