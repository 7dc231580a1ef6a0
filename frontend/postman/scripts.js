/** The scripts of one request in the collection: what holds it back, and what its answer must be. */

/** Operations that are sent with POST and change nothing. */
const READS = ['exportCustomers']
/** The id that the first item of a list fills in, and where it stands. */
const FILLS = {
  listCustomers: { customer_id: 'items[0].customer_id' },
  listProducts: { stock_code: 'items[0].stock_code' },
  getQueries: { name: 'items[0].name' },
  getCampaigns: { campaign_id: 'items[0]?.campaign_id' },
  getImports: { import_id: 'items[0]?.import_id' },
  getImport: { job_id: 'check?.job_id' },
  getRuns: { run_id: 'items[0].run_id' },
  getUsers: { user_id: 'items[0]?.user_id' },
  getKeys: { key_id: 'items[0]?.key_id' },
}

/** Skips what changes something, and what asks for an id that is not there. */
export function guard(method, operation) {
  const lines = []
  if (method !== 'GET' && !READS.includes(operation.operationId)) {
    lines.push('if (pm.variables.get("allow_writes") !== "yes") pm.execution.skipRequest()')
  }
  for (const { name } of operation.parameters.filter((parameter) => parameter.in === 'path')) {
    lines.push(`if (!pm.variables.get(${JSON.stringify(name)})) pm.execution.skipRequest()`)
  }
  return lines
}

/** Tests of status, content type and shape, as the document promises them. */
export function tests(document, operation) {
  const status = Object.keys(operation.responses).find((code) => code.startsWith('2'))
  const contents = operation.responses[status].content ?? {}
  const lines = [`pm.test("status is ${status}", () => pm.response.to.have.status(${status}))`]
  // Of several kinds the first is for a parameter that the collection does not send, but for customer data.
  const kinds = Object.keys(contents)
  const kind = kinds.includes('text/csv') ? 'text/csv' : kinds[0]
  if (!kind) return lines
  const shown = JSON.stringify(kind)
  lines.push(
    `pm.test("content is " + ${shown}, () => pm.expect(pm.response.headers.get("Content-Type")).to.include(${shown}))`,
  )
  if (kind !== 'application/json') return lines
  const schema = JSON.stringify(withParts(document, contents[kind].schema))
  lines.push(
    `const schema = ${schema}`,
    'pm.test("shape is as documented", () => pm.response.to.have.jsonSchema(schema, { unknownFormats: "ignore" }))',
  )
  for (const [name, place] of Object.entries(FILLS[operation.operationId] ?? {})) {
    lines.push(`pm.collectionVariables.set("${name}", String(pm.response.json().${place} ?? ""))`)
  }
  return lines
}

/** The schema with the parts of the document that it names, and no others. */
function withParts(document, schema) {
  const parts = {}
  const gather = (value) => {
    for (const [, name] of JSON.stringify(value).matchAll(/#\/components\/schemas\/([^"]+)/g)) {
      if (name in parts) continue
      parts[name] = document.components.schemas[name]
      gather(parts[name])
    }
  }
  gather(schema)
  return JSON.parse(
    JSON.stringify({ ...schema, definitions: parts }).replaceAll(
      '#/components/schemas/',
      '#/definitions/',
    ),
  )
}
