import { absent } from '@/format'

/*
 * A section's figures as files: its table as CSV, its chart as PNG.
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

const styled = [
  'fill',
  'fill-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'opacity',
  'stroke',
  'stroke-dasharray',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
]

/** The chart as it is drawn, at twice its size, on the page's own background. */
export async function chartToPng(chart: SVGSVGElement): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect()
  const copy = chart.cloneNode(true) as SVGSVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  // A picture knows no style sheet: each shape takes along how it looks.
  const drawn = [chart, ...chart.querySelectorAll<SVGElement>('*')]
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  drawn.forEach((shape, index) => {
    const style = getComputedStyle(shape)
    for (const name of styled) copies[index]?.style.setProperty(name, style.getPropertyValue(name))
  })
  const image = new Image(width, height)
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The browser draws no pictures')
  context.fillStyle = getComputedStyle(document.documentElement).backgroundColor
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('The picture is empty'))
      else resolve(blob)
    })
  })
}
