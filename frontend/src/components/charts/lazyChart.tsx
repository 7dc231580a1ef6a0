import { lazy, Suspense, type ComponentType } from 'react'
import { Skeleton } from '@/components/Notices'

/** Draws a chart from a chunk of its own, so that figures never wait for the chart library. */
export function lazyChart<Props extends { height: number }>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const Chart = lazy(load) as unknown as ComponentType<Props>
  return function LazyChart(props: Props) {
    return (
      <Suspense fallback={<Skeleton height={props.height} />}>
        <Chart {...props} />
      </Suspense>
    )
  }
}
