import { useEffect, useRef, useState } from 'react'
import { uploadFile } from '@/services/api/imports'
import type { Import } from '@/services/api/types'

interface Upload {
  name: string
  share: number
}

/** Sends one file at a time, and tells how much of it has gone. */
export function useUpload(onUploaded: (uploaded: Import) => void) {
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

  return {
    upload,
    problem,
    send: (file: File | undefined) => void send(file),
    stop: () => sending.current?.abort(),
    forget: () => {
      setProblem(null)
    },
  }
}
