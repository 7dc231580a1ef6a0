import { Link } from 'react-router'
import { PageHeader } from '@/components/PageHeader'

export function NotFound() {
  return (
    <>
      <PageHeader title="There is no such page" />
      <p className="text-body">
        The address may be mistyped. The{' '}
        <Link to="/" className="link underline">
          overview
        </Link>{' '}
        leads to everything there is.
      </p>
    </>
  )
}
