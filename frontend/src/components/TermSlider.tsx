import * as Slider from '@radix-ui/react-slider'
import { parseNumber, typable } from '@/format'
import { ValueField } from './ValueField'

interface TermSliderProps {
  label: string
  value: number
  max: number
  step: number
  /** What one of the written numbers is: 0.01 for percent. */
  unit?: number
  format: (value: number) => string
  /** How the ends are named; by default as any value. */
  maxLabel?: string
  onDrag: (value: number) => void
  onSet: (value: number) => void
  /** The field was emptied. */
  onEmpty?: () => void
}

/** A quantity from nothing to `max` by slider, or to the letter by the field beside its name. */
export function TermSlider(props: TermSliderProps) {
  const { label, value, max, step, unit = 1, format, onDrag, onSet, onEmpty } = props
  const take = (text: string) => {
    const typed = parseNumber(text)
    if (typed !== null && typed >= 0) onSet(tidy(typed * unit))
    else if (text.trim() === '') onEmpty?.()
  }
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2">
        <span>{label}</span>
        <ValueField
          label={unit === 1 ? label : `${label}, in percent`}
          shown={format(value)}
          written={typable(value / unit)}
          onTake={take}
        />
      </div>
      <Slider.Root
        className="relative flex h-6 touch-none items-center select-none pointer-coarse:h-11"
        min={0}
        max={max}
        step={step}
        value={[Math.min(value, max)]}
        onValueChange={([next = value]) => {
          onDrag(tidy(next))
        }}
        onValueCommit={([next = value]) => {
          onSet(tidy(next))
        }}
      >
        <Slider.Track className="relative h-1 flex-1 bg-quiet">
          <Slider.Range className="absolute h-full bg-accent" />
        </Slider.Track>
        <Slider.Thumb
          aria-label={label}
          aria-valuetext={format(value)}
          className="flex size-6 items-center justify-center rounded-full pointer-coarse:size-11"
        >
          <span className="size-4 rounded-full border-2 border-accent bg-canvas pointer-coarse:size-6" />
        </Slider.Thumb>
      </Slider.Root>
      <p aria-hidden className="flex justify-between text-label text-ink-3">
        <span>{format(0)}</span>
        <span>{props.maxLabel ?? format(max)}</span>
      </p>
    </div>
  )
}

/** Without the dust of binary fractions: 0.35, not 0.35000000000000003. */
function tidy(value: number): number {
  return Number(value.toPrecision(10))
}
