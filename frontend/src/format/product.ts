import { capitalised } from './number'

/** Names all in capitals are hard to read: "Jumbo bag apples". The code where a product has no name. */
export function productName(description: string | null, code: string): string {
  if (description === null || description.trim() === '') return code
  const name = description.trim()
  return name === name.toUpperCase() ? capitalised(name.toLowerCase()) : name
}
