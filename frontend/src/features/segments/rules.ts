import { cellName } from '@/components/segments/gridCells'
import { count } from '@/format'
import type { CellRule, SegmentRules, WantedRules } from '@/services/api/types'

export const mostDays = 3650

/** Rules being edited, and the run whose rules they were. */
export interface RulesDraft {
  runId: number
  /** Segments by the name of the cell. */
  cells: ReadonlyMap<string, string>
  /** As it is typed. */
  days: string
}

type Cells = readonly CellRule[]

function byName(cells: Cells): Map<string, string> {
  return new Map(cells.map((cell) => [cellName(cell), cell.segment]))
}

export function draftOf(rules: SegmentRules): RulesDraft {
  return {
    runId: rules.run_id,
    cells: byName(rules.cells),
    days: String(rules.new_customer_days),
  }
}

export function withDefaults(draft: RulesDraft, { default: usual }: SegmentRules): RulesDraft {
  return { ...draft, cells: byName(usual.cells), days: String(usual.new_customer_days) }
}

export function withSegment(
  draft: RulesDraft,
  chosen: Iterable<string>,
  segment: string,
): RulesDraft {
  const cells = new Map(draft.cells)
  for (const name of chosen) cells.set(name, segment)
  return { ...draft, cells }
}

/** Why the days can't be taken; null when they can. */
export function daysProblem(days: string): string | null {
  const value = Number(days)
  return /^\d+$/.test(days.trim()) && value <= mostDays
    ? null
    : `A whole number of days from 0 to ${count(mostDays)}.`
}

export function wantedOf(draft: RulesDraft): WantedRules {
  return {
    run_id: draft.runId,
    new_customer_days: Number(draft.days),
    cells: [...draft.cells].map(([name, segment]) => {
      const [r = 0, fm = 0] = name.split('-').map(Number)
      return { r, fm, segment }
    }),
  }
}

/** The cells that differ from the rules of now. */
export function changedCells(draft: RulesDraft, { cells }: SegmentRules): string[] {
  const now = byName(cells)
  return [...draft.cells.keys()].filter((name) => now.get(name) !== draft.cells.get(name))
}

export function isChanged(draft: RulesDraft, rules: SegmentRules): boolean {
  return changedCells(draft, rules).length > 0 || draft.days !== String(rules.new_customer_days)
}

/** "R4–5 with FM1–2", and "R5 with FM4–5; R4 with FM5" where the rows differ. */
export function cellsInWords(cells: Cells, segment: string): string {
  const rows = [5, 4, 3, 2, 1]
    .map((r) => ({
      rs: [r],
      fms: cells.filter((cell) => cell.r === r && cell.segment === segment).map(({ fm }) => fm),
    }))
    .filter(({ fms }) => fms.length > 0)
  const alike: typeof rows = []
  for (const row of rows) {
    const last = alike.at(-1)
    if (last?.fms.join() === row.fms.join()) last.rs.push(...row.rs)
    else alike.push(row)
  }
  return alike.map(({ rs, fms }) => `${stretches('R', rs)} with ${stretches('FM', fms)}`).join('; ')
}

/** "FM1–2, FM5" */
function stretches(letter: string, scores: readonly number[]): string {
  const sorted = [...scores].sort((a, b) => a - b)
  const found: [number, number][] = []
  for (const score of sorted) {
    const last = found.at(-1)
    if (last?.[1] === score - 1) last[1] = score
    else found.push([score, score])
  }
  return found
    .map(([from, to]) => (from === to ? `${letter}${from}` : `${letter}${from}–${to}`))
    .join(', ')
}
