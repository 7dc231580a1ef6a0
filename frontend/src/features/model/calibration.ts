import { capitalised, counted, inWords, number, percent } from '@/format'
import type { Metrics } from '@/services/api/types'

export type Group = Metrics['reliability_by_group'][number]

/** "1 order", "3 to 5 orders", "11 orders or more"; "1× to 2× the usual gap". Never reaches `high`. */
export function groupName({ group, low, high }: Group): string {
  if (group === 'orders') {
    if (high === null) return `${counted(low, 'order')} or more`
    return high - low <= 1 ? counted(low, 'order') : `${low} to ${high - 1} orders`
  }
  if (high === null) return `${number(low)}× the usual gap or more`
  return low === 0
    ? `Below ${number(high)}× the usual gap`
    : `${number(low)}× to ${number(high)}× the usual gap`
}

function distance({ mean_predicted: said, share_bought: came }: Group): number {
  return Math.abs(came - said)
}

const close = 0.05

/** "In all ten groups what came lies within 2 points of what was said" */
export function calibrationFinding(groups: readonly Group[]): string {
  const worst = groups.reduce<Group | undefined>(
    (most, group) => (most === undefined || distance(group) > distance(most) ? group : most),
    undefined,
  )
  if (worst === undefined) return 'No group has been tested yet'
  const { mean_predicted: said, share_bought: came } = worst
  if (distance(worst) > close) {
    const off = `Furthest off at ${groupName(worst).toLowerCase()}`
    return `${off}: it said ${percent(said)}, ${percent(came)} bought`
  }
  const points = Math.max(1, Math.ceil(Number((distance(worst) * 100).toFixed(6))))
  const where = groups.length === 1 ? 'the one group' : `all ${inWords(groups.length)} groups`
  return capitalised(
    `in ${where}, what came lies within ${counted(points, 'point')} of what was said`,
  )
}
