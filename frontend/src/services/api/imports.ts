import { queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { ApiError, type Problem } from './error'
import { body } from './queries'
import { askAgain, isActive, writes } from './jobs'
import { noteStatus } from './signedOut'
import type { Import, ImportOptions } from './types'

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) => body(await client.GET('/api/imports', { signal })),
})

/** An uploaded file; asked for again while a job of it waits or runs. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['import', id],
    queryFn: async ({ signal }) =>
      body(
        await client.GET('/api/imports/{import_id}', {
          params: { path: { import_id: id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data !== undefined && (isActive(state.data.check) || isActive(state.data.load))
        ? askAgain
        : false,
  })
}

/** Sends the file as it is. An XMLHttpRequest, because fetch does not tell how much has gone. */
export function uploadFile(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/imports?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('X-Requested-With', 'fetch')
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => {
      onProgress(event.total === 0 ? 0 : event.loaded / event.total)
    }
    request.onload = () => {
      noteStatus(request.status)
      const answer = parsed(request.responseText)
      if (request.status === 201) resolve(answer as Import)
      else reject(new ApiError(request.status, answer as Problem))
    }
    request.onerror = () => {
      reject(new ApiError(0, {}))
    }
    request.onabort = () => {
      reject(new DOMException('The upload was stopped', 'AbortError'))
    }
    signal.addEventListener('abort', () => {
      request.abort()
    })
    request.send(file)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export async function checkImport(id: string, options: ImportOptions): Promise<Import> {
  return body(
    await client.POST('/api/imports/{import_id}/check', {
      params: { path: { import_id: id } },
      body: options,
      headers: writes,
    }),
  )
}

export async function loadImport(id: string, options: ImportOptions): Promise<Import> {
  return body(
    await client.POST('/api/imports/{import_id}/load', {
      params: { path: { import_id: id } },
      body: options,
      headers: writes,
    }),
  )
}

export async function cancelImport(id: string): Promise<Import> {
  return body(
    await client.POST('/api/imports/{import_id}/cancel', {
      params: { path: { import_id: id } },
      headers: writes,
    }),
  )
}

export async function deleteImport(id: string): Promise<void> {
  await client.DELETE('/api/imports/{import_id}', {
    params: { path: { import_id: id } },
    headers: writes,
  })
}
