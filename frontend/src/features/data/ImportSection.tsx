import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorLine } from '@/components/ErrorLine'
import { ErrorNote, Skeleton } from '@/components/Notices'
import { Section } from '@/components/Section'
import { isUnpublished } from '@/services/api/error'
import { importsQuery } from '@/services/api/imports'
import { runQuery } from '@/services/api/queries'
import { useMay } from '@/services/api/useMay'
import { DropAnywhere, DropZone } from './DropZone'
import { ImportPanel } from './ImportPanel'
import { Uploading } from './Uploading'
import { useFileDrop } from './useFileDrop'
import { useImport } from './useImport'
import { useUpload } from './useUpload'
import { isUnderWay, waitingImports } from './waiting'
import { WaitingImports } from './WaitingImports'

export const importPlace = 'import'

const lookAgain = 5000 // ms

/**
 * Adds order lines: a file is uploaded, understood, loaded. Open while a file is at work or to be chosen, as the address
 * says, and where there is no data yet; else only what still waits stands here.
 */
export function ImportSection() {
  const mayImport = useMay('admin')
  const { error } = useQuery(runQuery)
  const imports = useQuery({
    ...importsQuery,
    enabled: mayImport,
    refetchInterval: ({ state }) =>
      state.data?.items.some(isUnderWay) === true ? lookAgain : false,
  })
  const { isOpen, id, open, close, choose } = useImport()
  const { upload, problem, send, stop, forget } = useUpload((uploaded) => {
    open(uploaded.import_id)
  })
  const isChosen = upload === null && id !== null
  const isShown = isOpen || isUnpublished(error) || upload !== null
  const isOver = useFileDrop(mayImport, (file) => {
    if (isChosen || !isShown) choose()
    send(file)
  })
  const [now] = useState(() => Date.now())
  const waiting = waitingImports(imports.data?.items ?? [], now).filter(
    (row) => row.import_id !== id,
  )
  // What went wrong before the place was closed is not told again.
  if (!isShown && problem !== null) forget()

  if (!mayImport) return null
  return (
    <>
      {isOver && (!isShown || isChosen) && <DropAnywhere />}
      {(isShown || waiting.length > 0) && (
        <div id={importPlace} className="mb-8 grid gap-4 border-b border-hairline pb-8">
          {waiting.length > 0 && <WaitingImports rows={waiting} onOpen={open} />}
          {isChosen ? (
            <ImportPanel key={id} id={id} onClose={close} onAnother={choose} />
          ) : (
            isShown && (
              <Section
                title="Add order lines"
                subtitle="What is new is added to what is there. The pages change when all of it is done."
              >
                {upload !== null ? (
                  <Uploading name={upload.name} share={upload.share} onStop={stop} />
                ) : imports.data !== undefined ? (
                  // It stays when what it stands on can't be renewed: a file may be on its way.
                  <DropZone
                    largestBytes={imports.data.largest_bytes}
                    isOver={isOver}
                    onFile={send}
                  />
                ) : imports.isError ? (
                  <ErrorNote
                    error={imports.error}
                    what="How much may be uploaded could not be loaded"
                    onRetry={() => {
                      void imports.refetch()
                    }}
                  />
                ) : (
                  <Skeleton height={96} />
                )}
                {problem !== null && (
                  <ErrorLine what="The file could not be uploaded" error={problem} />
                )}
              </Section>
            )
          )}
        </div>
      )}
    </>
  )
}
