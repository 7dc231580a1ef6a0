import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { ErrorLine } from '@/components/ErrorLine'
import { JobProgress } from '@/components/JobProgress'
import { LabelledField } from '@/components/LabelledField'
import { SegmentMark } from '@/components/segments/SegmentMark'
import { counted } from '@/format'
import { hasStatus } from '@/services/api/error'
import { cancelJob, isActive, jobQuery } from '@/services/api/jobs'
import { changeRules, previewRules, segmentRulesQuery } from '@/services/api/segmentRules'
import type { SegmentRules } from '@/services/api/types'
import { RuleCells } from './RuleCells'
import {
  changedCells,
  daysProblem,
  draftOf,
  isChanged,
  wantedOf,
  withDefaults,
  withSegment,
  type RulesDraft,
} from './rules'
import { movedInWords, RulesPreviewed } from './RulesPreviewed'

interface RulesEditorProps {
  rules: SegmentRules
  onCancel: () => void
  /** The run by the new rules is served. */
  onDone: () => void
}

/** Other rules: drafted, tried out, and applied by a job. */
export function RulesEditor({ rules, onCancel, onDone }: RulesEditorProps) {
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(rules))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const preview = useMutation({ mutationFn: previewRules })
  const change = useMutation({ mutationFn: changeRules })
  const cancel = useMutation({ mutationFn: cancelJob })
  const jobId = change.data?.job_id
  const job = useQuery({ ...jobQuery(jobId ?? 0), enabled: jobId !== undefined })
  const status = job.data?.status
  useEffect(() => {
    if (status !== 'succeeded') return
    void queries.invalidateQueries()
    onDone()
  }, [status, queries, onDone])

  const edit = (next: RulesDraft) => {
    setDraft(next)
    preview.reset() // it was of other rules
    change.reset()
  }
  const startAnew = async () => {
    const now = await queries.query({ ...segmentRulesQuery, staleTime: 0 })
    setChosen(new Set())
    edit(draftOf(now))
  }
  const problem = daysProblem(draft.days)
  const failed = change.error ?? preview.error ?? cancel.error
  const working = jobId !== undefined && (job.data === undefined || isActive(job.data))
  const nothingNew = !isChanged(draft, rules) && draft.runId === rules.run_id

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === null) preview.mutate(wantedOf(draft))
      }}
    >
      <fieldset disabled={working} className="min-w-0">
        <legend className="sr-only">The segment of each cell</legend>
        <RuleCells
          cells={draft.cells}
          chosen={chosen}
          changed={new Set(changedCells(draft, rules))}
          onToggle={(name) => {
            const next = new Set(chosen)
            if (!next.delete(name)) next.add(name)
            setChosen(next)
          }}
        />
        <SegmentChoice
          cells={draft.cells}
          segments={rules.segments}
          chosen={chosen}
          onChoose={(segment) => {
            edit(withSegment(draft, chosen, segment))
            setChosen(new Set())
          }}
        />
        <div className="mt-4">
          <LabelledField
            label={`${rules.new_customer_segment}: exactly one order, at most so many days ago`}
            problem={problem}
          >
            {(attributes) => (
              <input
                {...attributes}
                className="field mt-1 w-24"
                inputMode="numeric"
                value={draft.days}
                onChange={(event) => {
                  edit({ ...draft, days: event.target.value })
                }}
              />
            )}
          </LabelledField>
        </div>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <button
            type="submit"
            className="accent-button"
            disabled={problem !== null || nothingNew || preview.isPending}
          >
            Preview
          </button>
          <button
            type="button"
            className="filled-button"
            onClick={() => {
              setChosen(new Set())
              edit(withDefaults(draft, rules))
            }}
          >
            Back to the default rules
          </button>
          <button type="button" className="quiet-button" onClick={onCancel}>
            Cancel
          </button>
        </div>
      </fieldset>
      <p role="status" className="mt-4 font-medium empty:mt-0">
        {preview.data !== undefined && `${movedInWords(preview.data)}.`}
      </p>
      {preview.data !== undefined && (
        <>
          <RulesPreviewed preview={preview.data} />
          {!working && (
            <div className="mt-4 flex flex-wrap items-center gap-3">
              <button
                type="button"
                className="accent-button"
                disabled={change.isPending}
                onClick={() => {
                  change.mutate(wantedOf(draft))
                }}
              >
                Apply
              </button>
              <p className="min-w-0 flex-1 basis-60 text-label text-ink-3">
                A new run with the same scores and forecasts; later runs and the history go by these
                rules, too. The run of now is kept, and can be served again.
              </p>
            </div>
          )}
        </>
      )}
      {working && job.data !== undefined && (
        <div className="mt-4">
          <JobProgress
            job={job.data}
            hasWorker={change.data?.has_worker ?? true}
            onCancel={() => {
              cancel.mutate(jobId)
            }}
          />
        </div>
      )}
      {failed !== null && <ErrorLine what="The rules are as they were" error={failed} />}
      {hasStatus(failed, 409) && (
        <button
          type="button"
          className="filled-button mt-2"
          onClick={() => {
            void startAnew()
          }}
        >
          Begin from the rules of now
        </button>
      )}
      {status !== undefined && ['failed', 'cancelled', 'aborted'].includes(status) && (
        <p role="alert" className="mt-3">
          <span className="font-semibold text-bad">The rules are as they were.</span>{' '}
          <span className="text-ink-2">{job.data?.problem ?? 'The job was cancelled.'}</span>
        </p>
      )}
    </form>
  )
}

interface SegmentChoiceProps {
  cells: ReadonlyMap<string, string>
  segments: readonly string[]
  chosen: ReadonlySet<string>
  onChoose: (segment: string) => void
}

function SegmentChoice({ cells, segments, chosen, onChoose }: SegmentChoiceProps) {
  const label = useId()
  return (
    <div className="mt-3">
      <p id={label} role="status" className="text-label text-ink-3">
        {chosen.size === 0
          ? 'Choose one or more cells, then their segment.'
          : `${counted(chosen.size, 'cell')} chosen (${namesOf(chosen, cells)}). Make ${chosen.size === 1 ? 'it' : 'them'}:`}
      </p>
      <div role="group" aria-labelledby={label} className="mt-2 flex flex-wrap gap-1.5">
        {segments.map((segment) => (
          <button
            key={segment}
            type="button"
            disabled={chosen.size === 0}
            className="inline-flex h-7 items-center gap-2 rounded-chip bg-fill px-3 text-label whitespace-nowrap text-ink-2 hover:bg-hairline disabled:text-ink-3 pointer-coarse:h-11 pointer-coarse:rounded-[22px]"
            onClick={() => {
              onChoose(segment)
            }}
          >
            <SegmentMark segment={segment} />
            {segment}
          </button>
        ))}
      </div>
    </div>
  )
}

/** "R1 FM1 Lost, R1 FM2 Lost": on a phone the cells show marks alone. */
function namesOf(chosen: ReadonlySet<string>, cells: ReadonlyMap<string, string>): string {
  return [...chosen]
    .map((name) => `R${name.replace('-', ' FM')} ${cells.get(name) ?? ''}`)
    .join(', ')
}
