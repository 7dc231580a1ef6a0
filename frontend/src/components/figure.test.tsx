import { expect, test } from 'vitest'
import { tableToCsv } from './figure'

test('a table becomes a CSV: quoted where needed, and nothing that a spreadsheet would run', () => {
  const table = document.createElement('table')
  const rows = [
    ['Month', 'Revenue'],
    ['Nov  2011', '£1,427,125'],
    ['of "all"', '-12'],
    ['=1+1', '@sum'],
    ['–', ''],
  ]
  rows.forEach((cells) => {
    const row = table.insertRow()
    cells.forEach((text) => {
      row.insertCell().textContent = text
    })
  })
  expect(tableToCsv(table).split('\r\n')).toEqual([
    'Month,Revenue',
    'Nov 2011,"£1,427,125"',
    '"of ""all""",-12',
    "'=1+1,'@sum",
    ',',
  ])
})

test('remarks, pictures and opened rows are no part of the file', () => {
  const table = document.createElement('table')
  table.innerHTML = `
    <tr><td>Logistic <span data-aside>in use</span></td><td data-aside><svg></svg></td><td>0.5</td></tr>
    <tr data-aside><td colspan="3"><table><tr><td>a line</td></tr></table></td></tr>`
  expect(tableToCsv(table)).toBe('Logistic,0.5')
})
