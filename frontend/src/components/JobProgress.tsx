import { counted } from '@/format'
import { ProgressBar } from './ProgressBar'
import type { Job } from '@/services/api/types'

const steps: Record<string, string> = {
  'etl/load_data.py': 'Reading and loading the lines',
  'etl/etl_pipeline.py': 'Scoring customers',
  'ml/ml_model.py': 'Training and testing the model',
  'etl/history.py': 'Bringing the history up to date',
  'db.rollback': 'Going back',
  'etl/segment_rules.py': 'Segmenting customers by the new rules',
}

interface JobProgressProps {
  job: Job
  hasWorker: boolean
  onCancel: () => void
}

/** Where a job is, in words and as a bar of its steps. */
export function JobProgress({ job, hasWorker, onCancel }: JobProgressProps) {
  const done = job.script_number === null ? 0 : job.script_number - 1
  const all = job.scripts ?? 1
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <p role="status">{inWords(job, hasWorker)}</p>
        <div className="mt-2">
          <ProgressBar label="Progress" share={job.status === 'todo' ? 0 : (done + 0.5) / all} />
        </div>
        <p className="mt-1 min-h-4 truncate text-label text-ink-3">{job.step}</p>
      </div>
      <button type="button" className="filled-button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  )
}

function inWords(job: Job, hasWorker: boolean): string {
  if (!hasWorker) return 'No worker runs, so it waits. Start one on the server: make worker'
  if (job.status === 'todo') {
    return job.jobs_before === 0
      ? 'It begins in a moment'
      : `It waits for ${counted(job.jobs_before, 'job')} before it`
  }
  const script = steps[job.script ?? ''] ?? 'At work'
  if (job.job === 'check') return 'Reading the lines; nothing is loaded'
  return `${script}: step ${job.script_number ?? 1} of ${job.scripts ?? 1}`
}
