import { count, counted } from '@/format'
import type { Matrix } from './classification'

interface PlainWordsProps {
  matrix: Matrix
  horizon: number
}

export function PlainWords({ matrix, horizon }: PlainWordsProps) {
  const { fp, fn, tp } = matrix
  return (
    <p className="mt-4 text-ink-2">
      <strong className="font-semibold text-ink">In plain words.</strong> Of the{' '}
      {counted(tp + fp, 'customer')} it named, {count(tp)} bought within {horizon} days; it missed{' '}
      {counted(fn, 'buyer')}. A higher threshold writes to fewer in vain and misses more.
    </p>
  )
}
