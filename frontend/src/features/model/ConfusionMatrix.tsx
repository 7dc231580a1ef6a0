import { count } from '@/format'
import type { Matrix } from './classification'

const heat = ['bg-heat-1', 'bg-heat-2', 'bg-heat-3', 'bg-heat-4', 'bg-heat-5 text-on-heat-5']

/** Four counts, the depth of each by its size. */
export function ConfusionMatrix({ matrix }: { matrix: Matrix }) {
  const { tn, fp, fn, tp } = matrix
  const all = tn + fp + fn + tp
  const cell = (value: number, words: string, good: boolean) => {
    // Only what was found takes the full accent: it is the subject.
    const step = good && words === 'found' ? 4 : value > all * 0.3 ? 2 : value > all * 0.12 ? 2 : 1
    return (
      <td className={`rounded-cell px-4 py-2 text-on-heat ${heat[step] ?? ''}`}>
        <span className="block text-title">{count(value)}</span>
        <span className="block text-label">{words}</span>
      </td>
    )
  }
  return (
    <table className="-mx-0.5 mt-4 w-[calc(100%+4px)] table-fixed border-separate border-spacing-0.5">
      <caption className="sr-only">Confusion matrix</caption>
      <colgroup>
        <col className="w-[72px]" />
      </colgroup>
      <thead>
        <tr className="text-label text-ink-3">
          <td />
          <th scope="col" className="px-4 pb-1 text-left align-bottom">
            Model says: won’t buy
          </th>
          <th scope="col" className="px-4 pb-1 text-left align-bottom">
            Model says: will buy
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <Side name="Bought" total={fn + tp} />
          {cell(fn, 'missed', false)}
          {cell(tp, 'found', true)}
        </tr>
        <tr>
          <Side name="Did not" total={tn + fp} />
          {cell(tn, 'rightly left out', true)}
          {cell(fp, 'written to in vain', false)}
        </tr>
      </tbody>
    </table>
  )
}

function Side({ name, total }: { name: string; total: number }) {
  return (
    <th scope="row" className="text-left text-label text-ink-3">
      {name}
      <span className="block">{count(total)}</span>
    </th>
  )
}
