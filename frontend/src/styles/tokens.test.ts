import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { segmentStyles } from '@/components/segments/segments'

const css = readFileSync('src/styles/tokens.css', 'utf8')
const [lightPart = '', darkPart = ''] = css.split("html[data-theme='dark']")

function tokens(part: string): Record<string, string> {
  const found = part.matchAll(/--color-([\w-]+): (#[0-9a-f]{6})/g)
  return Object.fromEntries([...found].map(([, name = '', hex = '']) => [name, hex]))
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const themes = { light: tokens(lightPart), dark: { ...tokens(lightPart), ...tokens(darkPart) } }

describe.each(Object.entries(themes))('%s theme', (_name, theme) => {
  const colour = (name: string) => theme[name] ?? '#000000'

  test.each([
    ['ink', 'canvas'],
    ['ink-2', 'canvas'],
    ['ink-3', 'canvas'],
    ['ink-3', 'rail'],
    ['ink-3', 'raised'],
    ['ink-2', 'fill'],
    ['ink-3', 'fill'],
    ['accent-text', 'canvas'],
    ['accent-text', 'tint'],
    ['ink-2', 'tint'],
    ['on-accent', 'accent'],
    ['bad', 'canvas'],
    ['warn', 'note'],
    ['ink', 'note'],
    ['on-heat', 'heat-1'],
    ['on-heat', 'heat-2'],
    ['on-heat', 'heat-3'],
    ['on-heat', 'heat-4'],
    ['on-heat-5', 'heat-5'],
  ])('%s is readable on %s', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['bar', 'edge', 'accent'])('%s can be told from the canvas', (mark) => {
    expect(contrast(colour(mark), colour('canvas'))).toBeGreaterThanOrEqual(3)
  })

  test.each(segmentStyles.map(({ name, colour: hex }) => [name, hex]))(
    '%s can be told from the canvas',
    (_segment, hex) => {
      expect(contrast(hex, colour('canvas'))).toBeGreaterThanOrEqual(2.98)
    },
  )
})
