import { chance, signedPoints } from '@/format'
import type { CustomerProfile } from '@/services/api/types'

type Part = CustomerProfile['prediction']['parts'][number]

interface PartsWaterfallProps {
  parts: readonly Part[]
  probability: number
}

/** How the probability comes about: the average, what each topic adds or takes, the sum. */
export function PartsWaterfall({ parts, probability }: PartsWaterfallProps) {
  const steps = stepsOf(parts)
  const top = Math.max(probability, ...steps.flatMap(({ from, to }) => [from, to]))
  return (
    <table className="w-full text-body">
      <caption className="sr-only">What the {chance(probability)} are made of</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Topic</th>
          <th scope="col" data-aside="">
            Picture
          </th>
          <th scope="col">Part of the probability</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ topic, label, share, from, to }, index) => (
          <tr key={topic} className="h-7">
            <Name>{label}</Name>
            <Bar from={from} to={to} top={top} tone={index > 0 && share > 0 ? 'accent' : 'bar'} />
            <td className="w-16 text-right">{index === 0 ? chance(share) : signedPoints(share)}</td>
          </tr>
        ))}
        <tr className="h-7 border-t border-hairline font-semibold">
          <Name>This customer</Name>
          <Bar from={0} to={probability} top={top} tone="accent" />
          <td className="text-right">{chance(probability)}</td>
        </tr>
      </tbody>
    </table>
  )
}

/** Each part between the sum before it and the sum with it. */
export function stepsOf(parts: readonly Part[]): (Part & { from: number; to: number })[] {
  let sum = 0
  return parts.map((part) => {
    const from = sum
    sum += part.share
    return { ...part, from, to: sum }
  })
}

function Name({ children }: { children: string }) {
  return (
    <th scope="row" className="w-[42%] py-1 pr-3 text-left font-[inherit]">
      {children}
    </th>
  )
}

interface BarProps {
  from: number
  to: number
  top: number
  tone: 'accent' | 'bar'
}

function Bar({ from, to, top, tone }: BarProps) {
  const percent = (value: number) => `${(value / top) * 100}%`
  return (
    <td aria-hidden data-aside="">
      <div className="relative h-3">
        <div
          className={`absolute h-full min-w-px ${tone === 'accent' ? 'bg-accent' : 'bg-bar'}`}
          style={{ left: percent(Math.min(from, to)), width: percent(Math.abs(to - from)) }}
        />
      </div>
    </td>
  )
}
