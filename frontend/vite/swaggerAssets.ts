import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const require = createRequire(import.meta.url)
const assets = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

function read(name: string): Buffer {
  return readFileSync(require.resolve(`swagger-ui-dist/${name}`))
}

/** Puts Swagger UI's own files beside `docs/index.html`, in the build and in development. */
export function swaggerAssets(): Plugin {
  return {
    name: 'swagger-assets',
    generateBundle() {
      for (const name of Object.keys(assets)) {
        this.emitFile({ type: 'asset', fileName: `docs/${name}`, source: read(name) })
      }
    },
    configureServer(server) {
      for (const [name, type] of Object.entries(assets)) {
        server.middlewares.use(`/docs/${name}`, (_request, response) => {
          response.setHeader('Content-Type', type)
          response.end(read(name))
        })
      }
    },
  }
}
