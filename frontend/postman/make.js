/** Makes the Postman collection from the OpenAPI document: `node postman/make.js` writes it, `--check` compares it. */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { promisify } from 'node:util'
import converter from 'openapi-to-postmanv2'
import { guard, tests } from './scripts.js'

const FILE = new URL('../../docs/postman_collection.json', import.meta.url)
const ABOUT = `

Variables: \`base_url\`, \`key\` (none: sign-in is off), and \`allow_writes\`: requests that change something are skipped
unless it is "yes". The lists fill in the ids that the other requests need, so run the whole collection.`
const FIRST = ['Customers'] // its list tells the id that other folders ask for

const text = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')
const document = JSON.parse(text)

const operations = Object.fromEntries(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      `${method.toUpperCase()} ${path.replaceAll('{', ':').replaceAll('}', '')}`,
      operation,
    ]),
  ),
)
const ids = [...new Set(Object.values(operations).flatMap((operation) => inPath(operation)))].sort()

function inPath(operation) {
  return operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => parameter.name)
}

/** The query as the document's examples have it; what has none is there to be switched on. */
function query(operation) {
  return operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => ({
      key: parameter.name,
      value: String(parameter.example ?? parameter.schema.default ?? ''),
      description: parameter.description,
      disabled: parameter.example === undefined,
    }))
}

function request(item) {
  const { method, url, header, body, description } = item.request
  const place = `${method} /${url.path.join('/')}`
  const operation = operations[place]
  return {
    name: operation.operationId,
    request: {
      method,
      header: header
        .filter(({ key }) => key !== 'If-None-Match')
        .map(({ key, value }) => ({ key, value })),
      ...(body?.mode
        ? { body: { mode: body.mode, raw: bodyOf(operation), options: body.options } }
        : {}),
      url: {
        raw: `{{base_url}}/${url.path.join('/')}`,
        host: ['{{base_url}}'],
        path: url.path,
        query: query(operation),
        variable: inPath(operation).map((name) => ({ key: name, value: `{{${name}}}` })),
      },
      description: [operation.summary, description?.content].filter(Boolean).join('\n\n'),
    },
    event: [
      script('prerequest', guard(method, operation)),
      script('test', tests(document, operation)),
    ],
  }
}

function bodyOf(operation) {
  const content = Object.values(operation.requestBody?.content ?? {})[0]
  return content?.example ? JSON.stringify(content.example, null, 2) : ''
}

function script(listen, lines) {
  return { listen, script: { type: 'text/javascript', exec: lines } }
}

/** What asks for no id goes before what does; what takes something away comes last. */
function order(item) {
  return (item.request.method === 'DELETE' ? 100 : 0) + item.request.url.variable.length
}

function complete(collection) {
  const folders = collection.item.map(({ name, item }) => ({
    name,
    item: item.map(request).sort((a, b) => order(a) - order(b)),
  }))
  return {
    info: {
      name: document.info.title,
      description: document.info.description + ABOUT,
      schema: collection.info.schema,
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{key}}', type: 'string' }] },
    variable: [
      { key: 'base_url', value: 'http://localhost:5000' },
      { key: 'key', value: '' },
      { key: 'allow_writes', value: 'no' },
      ...ids.map((name) => ({ key: name, value: '' })),
    ],
    item: folders.sort((a, b) => FIRST.includes(b.name) - FIRST.includes(a.name)),
  }
}

const options = { folderStrategy: 'Tags', parametersResolution: 'Example' }
const converted = await promisify(converter.convertV2)({ type: 'string', data: text }, options)
if (!converted.result) throw new Error(converted.reason)
const made = JSON.stringify(complete(converted.output[0].data), null, 1) + '\n'
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, made)
} else if (readFileSync(FILE, 'utf8') !== made) {
  console.error('docs/postman_collection.json is not what the document gives: run `make postman`')
  process.exitCode = 1
}
