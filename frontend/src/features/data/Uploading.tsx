import { ProgressBar } from '@/components/ProgressBar'
import { percent } from '@/format'

interface UploadingProps {
  name: string
  share: number
  onStop: () => void
}

/** A file on its way to the server. */
export function Uploading({ name, share, onStop }: UploadingProps) {
  return (
    <div className="flex min-h-24 flex-wrap items-center gap-4 rounded-control border border-hairline px-4">
      <p className="min-w-0 flex-1 break-all">
        Uploading {name}: {percent(share)}
      </p>
      <div className="w-40">
        <ProgressBar label="Upload" share={share} />
      </div>
      <button type="button" className="filled-button" onClick={onStop}>
        Stop
      </button>
    </div>
  )
}
