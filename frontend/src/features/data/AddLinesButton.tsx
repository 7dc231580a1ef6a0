import { useQuery } from '@tanstack/react-query'
import { isUnpublished } from '@/services/api/error'
import { runQuery } from '@/services/api/queries'
import { useMay } from '@/services/api/useMay'
import { importPlace } from './ImportSection'
import { useImport } from './useImport'

/** Opens the place for a file, and closes it; in a shop without data it stands open anyway. */
export function AddLinesButton() {
  const mayImport = useMay('admin')
  const { error } = useQuery(runQuery)
  const { isOpen, choose, close } = useImport()
  if (!mayImport || isUnpublished(error)) return null
  return (
    <button
      type="button"
      className="filled-button"
      aria-expanded={isOpen}
      {...(isOpen ? { 'aria-controls': importPlace } : {})}
      onClick={isOpen ? close : choose}
    >
      Add order lines
    </button>
  )
}
