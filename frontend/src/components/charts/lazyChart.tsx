import { lazy, Suspense, useRef, type ComponentType } from 'react'
import { Skeleton } from '@/components/Notices'
import { useIsNear } from '@/components/useIsNear'

/** Draws a chart from a chunk of its own, so that figures never wait for the chart library. */
export function lazyChart<Props extends { height: number; grows?: boolean }>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const Chart = lazy(load) as unknown as ComponentType<Props>
  return function LazyChart(props: Props) {
    const place = useRef<HTMLDivElement>(null)
    const isNear = useIsNear(place)
    const skeleton = <Skeleton height={props.height} />
    return (
      <div ref={place} className={props.grows === true ? 'flex grow flex-col' : undefined}>
        {isNear ? (
          <Suspense fallback={skeleton}>
            <Chart {...props} />
          </Suspense>
        ) : (
          skeleton
        )}
      </div>
    )
  }
}
