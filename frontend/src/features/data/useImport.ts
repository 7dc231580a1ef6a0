import { useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { importsQuery } from '@/services/api/imports'

/** In the address in place of a file's id: the field for a file is open, and none is chosen yet. */
const choosing = 'new'

/** The import that is open on the page, as the address says. */
export function useImport() {
  const [search, setSearch] = useSearchParams()
  const queries = useQueryClient()
  const named = search.get('import')

  function show(next: string | null) {
    void queries.invalidateQueries({ queryKey: importsQuery.queryKey })
    setSearch((now) => {
      const changed = new URLSearchParams(now)
      if (next === null) changed.delete('import')
      else changed.set('import', next)
      return changed
    })
  }

  return {
    isOpen: named !== null,
    /** Of the file at work. */
    id: named === choosing ? null : named,
    open: show,
    choose: () => {
      show(choosing)
    },
    close: () => {
      show(null)
    },
  }
}
