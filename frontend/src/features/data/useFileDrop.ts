import { useEffect, useEffectEvent, useState } from 'react'

/** Takes a file that is dropped anywhere on the page; true while one is held over it. */
export function useFileDrop(isTaken: boolean, onFile: (file: File | undefined) => void): boolean {
  const [isOver, setIsOver] = useState(false)
  const take = useEffectEvent(onFile)
  useEffect(() => {
    if (!isTaken) return
    const over = (event: DragEvent) => {
      if (!holdsFile(event)) return
      // Else the browser would leave the page and show the file.
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!holdsFile(event)) return
      event.preventDefault()
      setIsOver(false)
      take(event.dataTransfer?.files[0])
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [isTaken])
  return isOver
}

function holdsFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true
}
