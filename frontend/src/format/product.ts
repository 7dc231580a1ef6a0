import { capitalised } from './number'

/** Order lines come in capitals: "Jumbo bag apples". The code where a product has no name. */
export function productName(description: string | null, code: string): string {
  if (description === null || description.trim() === '') return code
  return capitalised(description.trim().toLowerCase())
}
