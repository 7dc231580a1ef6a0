import { useEffect, useId, useRef, useState, type DragEvent } from 'react'
import { ErrorLine } from '@/components/ErrorLine'
import { ProgressBar } from '@/components/ProgressBar'
import { uploadFile } from '@/services/api/imports'
import { count, percent } from '@/format'
import type { Import } from '@/services/api/types'

interface DropZoneProps {
  largestBytes: number
  onUploaded: (uploaded: Import) => void
}

interface Upload {
  name: string
  share: number
}

/** Takes a file by drag and drop, or by the browser's own choice of files, and sends it. */
export function DropZone({ largestBytes, onUploaded }: DropZoneProps) {
  const field = useId()
  const [over, setOver] = useState(false)
  const [upload, setUpload] = useState<Upload | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const sending = useRef<AbortController | null>(null)
  useEffect(() => () => sending.current?.abort(), [])

  async function send(file: File | undefined) {
    if (file === undefined || upload !== null) return
    setProblem(null)
    setUpload({ name: file.name, share: 0 })
    const controller = new AbortController()
    sending.current = controller
    const progress = (share: number) => {
      setUpload({ name: file.name, share })
    }
    try {
      onUploaded(await uploadFile(file, progress, controller.signal))
    } catch (error) {
      if (!controller.signal.aborted) setProblem(error)
    }
    setUpload(null)
  }

  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(isOver)
  }

  if (upload !== null) {
    return (
      <div className="flex min-h-24 flex-wrap items-center gap-4 rounded-control border border-hairline px-4">
        <p className="min-w-0 flex-1 break-all">
          Uploading {upload.name}: {percent(upload.share)}
        </p>
        <div className="w-40">
          <ProgressBar label="Upload" share={upload.share} />
        </div>
        <button type="button" className="filled-button" onClick={() => sending.current?.abort()}>
          Stop
        </button>
      </div>
    )
  }
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the field inside does it by keyboard */}
      <label
        htmlFor={field}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event)
          void send(event.dataTransfer.files[0])
        }}
        className={`flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-control border border-dashed px-4 py-3 text-center focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${
          over ? 'border-accent bg-tint' : 'border-edge hover:bg-hover'
        }`}
      >
        <span>
          <span className="font-semibold text-accent-text">Choose a file</span> or drop one here
        </span>
        <span className="text-label text-ink-3">
          CSV, TSV, XLSX or Parquet, up to {count(Math.round(largestBytes / 1e6))} MB. It is checked
          first; nothing is loaded yet.
        </span>
        <input
          id={field}
          type="file"
          className="sr-only"
          onChange={(event) => {
            void send(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </label>
      {problem !== null && <ErrorLine what="The file could not be uploaded" error={problem} />}
    </>
  )
}
