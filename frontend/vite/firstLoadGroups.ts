import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'vite'
import { firstFigures } from './firstFigures.ts'

type Context = Rolldown.ChunkingContext

const application = fileURLToPath(new URL('../src/main.tsx', import.meta.url))
const overview = fileURLToPath(new URL('../src/features/overview/Dashboard.tsx', import.meta.url))

/** Recharts with the packages that it alone needs, and what our charts share. */
const chartLibrary =
  /[\\/]node_modules[\\/](recharts|d3-[a-z]+|victory-vendor|internmap|@reduxjs|redux|redux-thunk|react-redux|reselect|immer|es-toolkit|decimal\.js-light|eventemitter3|tiny-invariant)[\\/]|[\\/]components[\\/]charts[\\/]/

/** A module and all that it imports, but for what it asks for later. */
function closureOf(id: string, context: Context, found = new Set<string>()): Set<string> {
  if (!found.has(id)) {
    found.add(id)
    context.getModuleInfo(id)?.importedIds.forEach((each) => closureOf(each, context, found))
  }
  return found
}

/** A group of all that this module needs from the start. */
function groupOf(name: string, module: string, priority: number): Rolldown.CodeSplittingGroup {
  let closure: Set<string> | undefined
  return {
    debugName: name,
    name: (id, context) => {
      closure ??= closureOf(module, context)
      return closure.has(id) ? name : null
    },
    priority,
  }
}

/**
 * One file for the first figures, one for the application, one for the overview, one for what most charts share and one for the
 * overview's own: left alone, the bundler makes forty small ones of them, and a browser fetches six at a time.
 */
export const firstLoadGroups: Rolldown.CodeSplittingGroup[] = [
  groupOf('figures', firstFigures, 5),
  groupOf('application', application, 4),
  groupOf('overview', overview, 3),
  { name: 'charts', test: chartLibrary, minShareCount: 4, priority: 2 },
  {
    name: 'overviewCharts',
    test: /[\\/]features[\\/]overview[\\/](Revenue|Customers)Chart/,
    priority: 1,
  },
]
