import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** What the overview shows first: its figures, then its charts. */
const overviewModules = ['features/overview/Dashboard.tsx']
const chartModules = ['features/overview/RevenueChart.tsx', 'features/overview/CustomersChart.tsx']

function startScript(overview: readonly string[], charts: readonly string[]): string {
  const source = readFileSync(new URL('../src/app/start.js', import.meta.url), 'utf8')
  return source
    .replace('__OVERVIEW_CHUNKS__', JSON.stringify(overview))
    .replace('__CHART_CHUNKS__', JSON.stringify(charts))
}

/**
 * Serves `src/app/start.js` as `/start.js`, with the names of the overview's chunks in it: a script
 * of its own, because the content security policy allows no inline one.
 */
export function startScriptPlugin(): Plugin {
  return {
    name: 'start-script',
    generateBundle(_options, bundle) {
      const wanted = new Set<string>()
      const add = (fileName: string): string[] => {
        const file = bundle[fileName]
        if (file?.type !== 'chunk' || file.isEntry || wanted.has(fileName)) return []
        wanted.add(fileName)
        return [`/${fileName}`, ...file.imports.flatMap(add)]
      }
      const chunksOf = (modules: readonly string[]) =>
        modules.flatMap((module) =>
          Object.values(bundle)
            .filter(
              (file) => file.type === 'chunk' && file.moduleIds.some((id) => id.endsWith(module)),
            )
            .flatMap((file) => add(file.fileName)),
        )
      const source = startScript(chunksOf(overviewModules), chunksOf(chartModules))
      this.emitFile({ type: 'asset', fileName: 'start.js', source })
    },
    configureServer(server) {
      server.middlewares.use('/start.js', (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript')
        response.end(startScript([], []))
      })
    },
  }
}
