import { absent } from '@/format'

/*
 * A section's figures as files: its table as CSV, itself as PNG.
 */

/** The table as CSV: what stands in its cells, quoted where needed, without what is marked `data-aside`. */
export function tableToCsv(table: HTMLTableElement): string {
  const kept = <Part extends HTMLElement>(parts: Iterable<Part>) =>
    [...parts].filter((part) => !part.matches('[data-aside]'))
  return kept(table.rows)
    .map((row) =>
      kept(row.cells)
        .map((cell) => quoted(cellText(cell)))
        .join(','),
    )
    .join('\r\n')
}

/** Without remarks beside the figure, and empty where it is not known. */
function cellText(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLTableCellElement
  for (const remark of copy.querySelectorAll('[data-aside]')) remark.remove()
  const text = (copy.textContent || '').replace(/\s+/g, ' ').trim()
  return text === absent ? '' : text
}

/** A spreadsheet would run what begins with these signs as a formula: an apostrophe stands before it. */
function quoted(text: string): string {
  const safe = /^[=+\-@]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const margin = 24
const leftOut =
  '[data-tools], .recharts-tooltip-wrapper, .recharts-tooltip-cursor, .recharts-active-dot'

/** The section as it looks now at twice its size: with heading and legend, without tools and what the mouse brings. */
export async function sectionToPng(section: HTMLElement): Promise<Blob> {
  const [{ domToBlob }, cssText] = await Promise.all([import('modern-screenshot'), ownFonts()])
  const { width, height } = section.getBoundingClientRect()
  section.dataset.picture = ''
  return domToBlob(section, {
    width: width + 2 * margin,
    height: height + 2 * margin,
    scale: 2,
    style: { padding: `${margin.toString()}px` },
    backgroundColor: getComputedStyle(document.documentElement).backgroundColor,
    filter: (part) => !(part instanceof Element && part.matches(leftOut)),
    font: { cssText },
  }).finally(() => {
    delete section.dataset.picture
  })
}

/** The page's fonts as CSS with their files in it: a picture may ask for no address. */
async function ownFonts(): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  const faces = rules.filter((rule) => rule instanceof CSSFontFaceRule)
  const texts = faces.map(async ({ cssText, parentStyleSheet }) => {
    const [whole, address] = /url\("([^"]+)"\)/.exec(cssText) ?? []
    if (whole === undefined || address === undefined) return ''
    const file = await fetch(new URL(address, parentStyleSheet?.href ?? document.baseURI))
    return cssText.replace(whole, `url("${await asDataUrl(await file.blob())}")`)
  })
  return (await Promise.all(texts)).join('\n')
}

async function asDataUrl(file: Blob): Promise<string> {
  const reader = new FileReader()
  return new Promise((resolve, reject) => {
    reader.onload = () => {
      resolve(reader.result as string)
    }
    reader.onerror = () => {
      reject(reader.error ?? new Error('The font could not be read'))
    }
    reader.readAsDataURL(file)
  })
}
