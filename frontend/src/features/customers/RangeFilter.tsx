import * as Slider from '@radix-ui/react-slider'
import { useState } from 'react'
import type { Histogram } from '@/services/api/types'
import { FilterHead } from './FilterHead'
import { BoundField } from './BoundField'
import { rangeOf, type Range } from '@/components/listState'
import { edgesOf, rangeAt, thumbsAt } from './rangeScale'

interface RangeFilterProps {
  label: string
  histogram: Histogram
  range: Range
  format: (value: number) => string
  unit: number
  whole: boolean
  onChange: (change: (current: Range) => Range) => void
}

/** A histogram over a slider with two thumbs; the fields below take exact bounds. */
export function RangeFilter(props: RangeFilterProps) {
  const { label, histogram, range, format, unit, whole, onChange } = props
  const edges = edgesOf(histogram)
  const [dragged, setDragged] = useState<[number, number] | null>(null)
  const [low, high] = dragged ?? thumbsAt(range, edges, unit)
  const shown = dragged === null ? range : rangeAt(dragged, edges, unit)
  const tallest = Math.max(...histogram.bins.map((bin) => bin.customers), 1)
  const last = edges.length - 1

  return (
    <div className="min-w-0 flex-1">
      <FilterHead name={label} chosen={describe(shown, format)} />
      <div aria-hidden className="mx-3 flex h-11 items-end gap-px">
        {histogram.bins.map((bin, index) => (
          <div
            key={bin.from}
            className={`flex-1 ${binColour(index, low, high, shown)}`}
            style={{
              height: bin.customers === 0 ? 0 : Math.max(1, (bin.customers / tallest) * 44),
            }}
          />
        ))}
      </div>
      <Slider.Root
        className="relative -mt-2 flex h-6 touch-none items-center select-none pointer-coarse:h-11"
        min={0}
        max={last}
        step={1}
        minStepsBetweenThumbs={1}
        value={[low, high]}
        onValueChange={([from = 0, to = last]) => {
          setDragged([from, to])
        }}
        onValueCommit={([from = 0, to = last]) => {
          setDragged(null)
          onChange(() => rangeAt([from, to], edges, unit))
        }}
      >
        <Slider.Track className="relative mx-3 h-0.5 flex-1 bg-quiet">
          <Slider.Range
            className={`absolute h-full ${describe(shown, format) === null ? 'bg-edge' : 'bg-accent'}`}
          />
        </Slider.Track>
        {['from', 'to'].map((end, index) => (
          <Slider.Thumb
            key={end}
            aria-label={`${label}, ${end}`}
            aria-valuetext={format(
              index === 0 ? (shown.min ?? histogram.min) : (shown.max ?? histogram.max),
            )}
            className="flex size-6 items-center justify-center rounded-full pointer-coarse:size-11"
          >
            <span
              className={`size-3 rounded-full border-[1.5px] bg-canvas pointer-coarse:size-5 ${
                describe(shown, format) === null ? 'border-edge' : 'border-accent'
              }`}
            />
          </Slider.Thumb>
        ))}
      </Slider.Root>
      <div className="-mt-0.5 flex flex-wrap justify-between px-1.5">
        <BoundField
          label={`${label}, at least`}
          value={range.min}
          placeholder={format(histogram.min)}
          unit={unit}
          whole={whole}
          onChange={(min) => {
            onChange(({ max }) => rangeOf(min, max))
          }}
        />
        <BoundField
          label={`${label}, at most`}
          value={range.max}
          placeholder={format(histogram.max)}
          unit={unit}
          whole={whole}
          alignRight
          onChange={(max) => {
            onChange(({ min }) => rangeOf(min, max))
          }}
        />
        <div aria-live="polite" className="order-last w-full">
          {isEmpty(range) && (
            <p className="mt-1 text-label text-bad">
              The least is above the most: no customer can match.
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

function isEmpty({ min, max }: Range): boolean {
  return min !== undefined && max !== undefined && min > max
}

function describe({ min, max }: Range, format: (value: number) => string): string | null {
  if (min !== undefined && max !== undefined) return `${format(min)} to ${format(max)}`
  if (min !== undefined) return `≥ ${format(min)}`
  return max === undefined ? null : `≤ ${format(max)}`
}

function binColour(index: number, low: number, high: number, range: Range): string {
  if (range.min === undefined && range.max === undefined) return 'bg-bar'
  return index >= low && index < high ? 'bg-accent' : 'bg-quiet'
}
