/*
 * Draws the overview's figures as soon as they are answered, while the application is on its way. What it draws stands
 * where the application draws the same, which takes its place.
 */

import { figureClasses as classes } from '@/components/figureClasses'
import { sampleClasses, sampleWords } from '@/components/sampleMark'
import { overviewFigures, type OverviewFigure } from '@/features/overview/figures'
import { coveredDays } from '@/features/overview/findings'
import { asOfDay } from '@/format'
import { askFirst } from '@/services/api/firstAnswer'
import type { Overview } from '@/services/api/types'

const patience = 150 // ms

let isTaken = false
const shell = document.querySelector('main[data-shell]')
const drawing = location.pathname === '/' && shell !== null ? showFigures(shell) : undefined

/**
 * From here on the page is the application's. Resolves to true when there are figures in it already; those that are
 * about to come are waited for, since drawing them takes the application longer.
 */
export async function takeOver(): Promise<boolean> {
  const isDrawn = await Promise.race([drawing, after(patience)])
  isTaken = true
  return isDrawn === true
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** Resolves to true once they are drawn. */
async function showFigures(main: Element): Promise<boolean> {
  try {
    const answer = await askFirst()
    if (!answer.ok) return false
    const overview = (await answer.json()) as Overview
    if (isTaken) return false
    main.replaceChildren(header(overview), figures(overview))
    return true
  } catch {
    return false // The application takes the same answer, and says what is wrong with it.
  }
}

function header(overview: Overview): HTMLElement {
  const title = element(
    'div',
    'flex min-w-0 flex-wrap items-baseline gap-x-3',
    element('h1', 'text-title', 'Overview'),
    element('p', 'min-h-5 text-body text-ink-3', coveredDays(overview)),
  )
  const sample = element('p', sampleClasses, sampleWords)
  const asOf = element('p', 'text-label text-ink-2 max-md:hidden', asOfDay(overview.as_of))
  // The tools come with the application; until then their room is kept.
  const print = element('span', 'quiet-button invisible max-md:order-last', 'Print')
  const field = element('input', 'field w-56 max-md:w-full')
  const find = element('div', 'invisible max-md:min-w-48 max-md:flex-1', field)
  const right = element('div', 'flex flex-wrap items-center gap-3 max-md:w-full')
  right.append(...(overview.sample ? [sample] : []), asOf, print, find)
  const row = 'flex flex-wrap items-center justify-between gap-x-6 gap-y-3'
  return element('header', 'mb-6', element('div', row, title, right))
}

function figures(overview: Overview): HTMLElement {
  const all = overviewFigures(overview)
  const columns = classes.columns[overview.expected_buyers === null ? 5 : 6]
  return element('dl', `${classes.row} ${columns}`, ...all.map(figure))
}

function figure({ label, value, unit, note }: OverviewFigure): HTMLElement {
  const number = element('p', classes.value, value)
  if (unit !== undefined) number.append(element('span', classes.unit, unit))
  return element(
    'div',
    classes.figure,
    element('dt', classes.label, label),
    element('dd', '', number, element('p', classes.note, note), element('div', classes.graphic)),
  )
}

function element(name: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name)
  made.className = className
  made.append(...children)
  return made
}
