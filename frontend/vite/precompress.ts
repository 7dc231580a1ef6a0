import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const text = /\.(js|css|html|svg)$/
const worthwhile = 1024

/** Writes `.br` and `.gz` beside every text file of the build, for a server that hands them out. */
export function precompress(): Plugin {
  let folder = 'dist'
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir
    },
    async closeBundle() {
      const entries = await readdir(folder, { recursive: true })
      await Promise.all(
        entries.filter((name) => text.test(name)).map((name) => pack(join(folder, name))),
      )
    },
  }
}

async function pack(path: string): Promise<void> {
  const source = await readFile(path)
  if (source.length < worthwhile) return
  const hint = { [constants.BROTLI_PARAM_SIZE_HINT]: source.length }
  await Promise.all([
    promisify(brotliCompress)(source, { params: hint }).then((packed) =>
      writeFile(`${path}.br`, packed),
    ),
    promisify(gzip)(source, { level: 9 }).then((packed) => writeFile(`${path}.gz`, packed)),
  ])
}
