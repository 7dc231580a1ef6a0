import { useId } from 'react'
import { count } from '@/format'

interface DropZoneProps {
  largestBytes: number
  /** A file is held over the page. */
  isOver: boolean
  onFile: (file: File | undefined) => void
}

/** The place for a file: by the browser's own choice of files, or dropped here as anywhere on the page. */
export function DropZone({ largestBytes, isOver, onFile }: DropZoneProps) {
  const field = useId()
  return (
    <label
      htmlFor={field}
      className={`flex min-h-24 cursor-pointer flex-col items-center justify-center gap-1 rounded-control border border-dashed px-4 py-3 text-center focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${
        isOver ? 'border-accent bg-tint' : 'border-edge hover:bg-hover'
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
          onFile(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </label>
  )
}

/** Over the whole page while a file is held there and no other place for it is to be seen. */
export function DropAnywhere() {
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed inset-0 z-30 flex items-center justify-center bg-canvas/80 p-4"
    >
      <div className="absolute inset-4 rounded-control border-2 border-dashed border-accent" />
      <p className="rounded-control bg-raised px-6 py-4 text-center shadow-raised ring-1 ring-hairline">
        <span className="block text-finding">Drop the file to add its order lines</span>
        <span className="text-label text-ink-2">It is checked first; nothing is loaded yet.</span>
      </p>
    </div>
  )
}
