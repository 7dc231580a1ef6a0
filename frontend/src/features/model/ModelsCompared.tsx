import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { decimal } from '@/format'
import type { Metrics } from '@/services/api/types'
import { modelName } from './findings'
import { modelSql } from './modelSql'

type Model = Metrics['models'][number]

export function ModelsCompared({ models, className }: { models: Model[]; className: string }) {
  const chosen = models.find((model) => model.chosen)
  const other = models.find((model) => !model.chosen)
  return (
    <Section
      name="models"
      sql={modelSql}
      className={className}
      title={finding(chosen, other)}
      subtitle="Newest test cutoff, each model at its own threshold."
    >
      <DataTable
        caption="Models side by side"
        rows={models}
        rowKey={(model) => model.model}
        columns={[
          {
            head: 'Model',
            cell: (model) => (
              <>
                {modelName(model.model)}
                {model.chosen && (
                  <span data-aside="" className="ml-2 text-label text-ink-3">
                    in use
                  </span>
                )}
              </>
            ),
          },
          { head: 'F1', align: 'right', cell: (model) => decimal(model.f1) },
          { head: 'ROC-AUC', align: 'right', cell: (model) => decimal(model.roc_auc) },
          { head: 'Brier', align: 'right', wideOnly: true, cell: (model) => decimal(model.brier) },
          { head: 'ECE', align: 'right', wideOnly: true, cell: (model) => decimal(model.ece) },
        ]}
      />
    </Section>
  )
}

function finding(chosen: Model | undefined, other: Model | undefined): string {
  if (chosen === undefined) return 'Models side by side'
  if (other === undefined) return `${modelName(chosen.model)} is the only model`
  const better = (chosen.roc_auc ?? 0) >= (other.roc_auc ?? 0)
  return better
    ? `${modelName(chosen.model)} ranks better than ${modelName(other.model)}`
    : `${modelName(chosen.model)} was best before; here ${modelName(other.model)} ranks better`
}
