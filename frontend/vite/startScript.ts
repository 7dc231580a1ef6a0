import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** What the overview draws first, in the order in which it is wanted. */
const overviewModules = [
  'features/overview/Dashboard.tsx',
  'features/overview/RevenueChart.tsx',
  'features/overview/CustomersChart.tsx',
]

function startScript(chunks: readonly string[]): string {
  const source = readFileSync(new URL('../src/app/start.js', import.meta.url), 'utf8')
  return source.replace('__OVERVIEW_CHUNKS__', JSON.stringify(chunks))
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
      const add = (fileName: string) => {
        const file = bundle[fileName]
        if (file?.type !== 'chunk' || file.isEntry || wanted.has(fileName)) return
        wanted.add(fileName)
        file.imports.forEach(add)
      }
      for (const module of overviewModules) {
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(module))
          .forEach((file) => {
            add(file.fileName)
          })
      }
      const chunks = [...wanted].map((name) => `/${name}`)
      this.emitFile({ type: 'asset', fileName: 'start.js', source: startScript(chunks) })
    },
    configureServer(server) {
      server.middlewares.use('/start.js', (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript')
        response.end(startScript([]))
      })
    },
  }
}
