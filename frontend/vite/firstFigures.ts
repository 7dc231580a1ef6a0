import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

export const firstFigures = fileURLToPath(new URL('../src/app/firstFigures.ts', import.meta.url))
const locale = /<script[^>]* src="\/api\/locale\.js"><\/script>/

/**
 * Gives `src/app/firstFigures.ts` a script tag of its own, after the locale and before the application: of several in
 * index.html the bundler would make one, which runs when all of it has come.
 */
export function firstFiguresPlugin(): Plugin {
  let building = false
  return {
    name: 'first-figures',
    configResolved(config) {
      building = config.command === 'build'
    },
    buildStart() {
      if (building) this.emitFile({ type: 'chunk', id: firstFigures })
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!locale.test(html)) throw new Error('index.html has no script of the locale')
        const tag = (file: string) => `<script type="module" crossorigin src="${file}"></script>`
        if (bundle === undefined)
          return html.replace(locale, `$&${tag('/src/app/firstFigures.ts')}`)
        const chunk = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.facadeModuleId === firstFigures,
        )
        if (chunk?.type !== 'chunk') throw new Error('the build has no chunk of the first figures')
        const preloads = chunk.imports.map(
          (file) => `<link rel="modulepreload" crossorigin href="/${file}" />`,
        )
        return html.replace(locale, ['$&', tag(`/${chunk.fileName}`), ...preloads].join('\n    '))
      },
    },
  }
}
