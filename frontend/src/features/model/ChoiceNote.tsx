import type { Metrics } from '@/services/api/types'

/** Says why an earlier model scores these customers; nothing where the run has a model of its own. */
export function ChoiceNote({ choice }: { choice: Metrics['choice'] }) {
  if (choice === null || choice.origin === 'trained') return null
  return (
    <div role="status" className="mb-6 max-w-3xl rounded-control bg-note p-4">
      <p className="text-finding">
        {choice.origin === 'kept' ? 'An earlier model was kept' : 'An earlier model was restored'}
      </p>
      <p className="mt-1 text-body">{choice.note}</p>
    </div>
  )
}
