import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

export const firstFigures = fileURLToPath(new URL('../src/app/firstFigures.ts', import.meta.url))
const application = /<(script type="module"|link rel="modulepreload")/g
const locale = /<script[^>]* src="\/api\/locale\.js"><\/script>/

/**
 * Gives `src/app/firstFigures.ts` a script tag of its own, after the locale and before the application: of several in
 * index.html the bundler would make one, which runs when all of it has come. The application's scripts, which are many
 * times larger, leave the line to what the figures need.
 */
export function firstFiguresPlugin(): Plugin {
  return {
    name: 'first-figures',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!locale.test(html)) throw new Error('index.html has no script of the locale')
        const file = bundle === undefined ? 'src/app/firstFigures.ts' : builtFile(bundle)
        const tag = `<script type="module" crossorigin src="/${file}"></script>`
        return html
          .replace(application, '<$1 fetchpriority="low"')
          .replace(locale, `$&\n    ${tag}`)
      },
    },
  }
}

type Bundle = NonNullable<
  Parameters<Extract<Plugin['transformIndexHtml'], (...all: never) => unknown>>[1]['bundle']
>

function builtFile(bundle: Bundle): string {
  const chunk = Object.values(bundle).find(
    (file) => file.type === 'chunk' && file.moduleIds.includes(firstFigures),
  )
  if (chunk === undefined) throw new Error('the build has no script of the first figures')
  return chunk.fileName
}
