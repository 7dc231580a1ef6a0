import { firstOrder, placeOf } from '@/components/segments/moves'
import type { Flow, Movement } from '@/services/api/types'

export interface FlowNode {
  name: string
  segment: string | null
  side: 'before' | 'after'
  customers: number
  /** More customers than before; of the right side. */
  change: number | null
}

export interface FlowLink {
  source: number
  target: number
  value: number
  flow: Flow
  /** Too few to be drawn. */
  small: boolean
}

/** The flows as nodes and links for a Sankey, both sides in the order of engagement. */
export function sankeyOf(movement: Movement): {
  nodes: FlowNode[]
  links: FlowLink[]
  least: number
} {
  const flows = movement.items.filter((flow) => flow.to_segment !== null)
  const before = totals(flows, (flow) => flow.from_segment)
  const after = totals(flows, (flow) => flow.to_segment)
  const nodes: FlowNode[] = [
    ...[...before].map(([segment, customers]) => ({
      name: segment ?? firstOrder,
      segment,
      side: 'before' as const,
      customers,
      change: null,
    })),
    ...[...after].map(([segment, customers]) => ({
      name: segment ?? '',
      segment,
      side: 'after' as const,
      customers,
      change: customers - (before.get(segment) ?? 0),
    })),
  ]
  const indexOf = (side: FlowNode['side'], segment: string | null) =>
    nodes.findIndex((node) => node.side === side && node.segment === segment)
  const least = leastDrawn(flows)
  const links = flows.map((flow) => ({
    source: indexOf('before', flow.from_segment),
    target: indexOf('after', flow.to_segment),
    value: flow.customers,
    flow,
    small: flow.customers < least,
  }))
  // Links leave a node in the order of where they go, so that they cross least.
  links.sort((a, b) => a.source - b.source || a.target - b.target)
  return { nodes, links, least }
}

function totals(flows: readonly Flow[], by: (flow: Flow) => string | null) {
  const sums = new Map<string | null, number>()
  const sorted = [...flows].sort((a, b) => placeOf(by(a)) - placeOf(by(b)))
  for (const flow of sorted) sums.set(by(flow), (sums.get(by(flow)) ?? 0) + flow.customers)
  return sums
}

/** Flows of less than 0.35% of all customers are left to the table: they would only tangle. */
function leastDrawn(flows: readonly Flow[]): number {
  return Math.ceil(0.0035 * flows.reduce((sum, flow) => sum + flow.customers, 0))
}
