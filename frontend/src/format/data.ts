/*
 * Files are for programs: within `asData` every figure is written plain, 1427124.54 for £1,427,125 and 2011-12-09 for
 * 9 Dec 2011, so that what draws a table also writes its file.
 */

let writing = false

export function asData(draw: () => void) {
  writing = true
  try {
    draw()
  } finally {
    writing = false
  }
}

export function isData(): boolean {
  return writing
}

/** 0.3, without the dust of binary fractions. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(12)))
}
