import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Skeleton } from '@/components/Notices'
import { Region } from '@/components/Section'
import { counted } from '@/format'
import { metricsQuery } from '@/services/api/queries'
import type { Metrics } from '@/services/api/types'
import { Backtest } from './Backtest'
import { CalibrationByGroup } from './CalibrationByGroup'
import { ChoiceNote } from './ChoiceNote'
import { modelName } from './findings'
import { figureWords } from './figureWords'
import { FigureWordsList } from './FigureWordsList'
import { F1Figures } from './F1Figures'
import { FeatureEffects } from './FeatureEffects'
import { Gains } from './Gains'
import { figuresOf, matrixAt } from './classification'
import { hasModel, type MetricsWithModel } from './metricsWithModel'
import { ModelCard } from './ModelCard'
import { ModelKpis } from './ModelKpis'
import { ModelsCompared } from './ModelsCompared'
import { NoModel } from './NoModel'
import { Reliability } from './Reliability'
import { RulesCompared } from './RulesCompared'
import { RunsCompared } from './RunsCompared'
import { ThresholdRegion } from './ThresholdRegion'
import { useThreshold } from './useThreshold'
import { ValueFigures } from './ValueFigures'

/** What the forecast is worth: every figure beside what a guess would reach. */
export function ModelMetrics() {
  const metrics = useQuery(metricsQuery)
  return (
    <>
      <PageHeader title="Model" subtitle={metrics.data && subtitle(metrics.data)} />
      <QueryView
        query={metrics}
        failure="The model's figures could not be loaded"
        skeleton={<ModelSkeleton />}
      >
        {(data) => (hasModel(data) ? <Figures metrics={data} /> : <NoModel note={data.note} />)}
      </QueryView>
    </>
  )
}

function Figures({ metrics }: { metrics: MetricsWithModel }) {
  const [threshold, setThreshold] = useThreshold(metrics.default_threshold)
  const matrix = matrixAt(metrics.threshold_curve, threshold)
  if (matrix === undefined) return <NoModel note={metrics.note} />
  const figures = figuresOf(matrix)
  return (
    <>
      <ChoiceNote choice={metrics.choice} />
      <ModelKpis metrics={metrics} figures={figures} threshold={threshold} />
      <ThresholdRegion
        metrics={metrics}
        threshold={threshold}
        matrix={matrix}
        figures={figures}
        onChange={setThreshold}
      >
        {metrics.reliability.length > 0 && <Reliability bins={metrics.reliability} />}
        {metrics.gains.length > 0 && <Gains gains={metrics.gains} />}
      </ThresholdRegion>
      <Region>
        <FigureWordsList rows={() => figureWords(metrics, figures)} />
      </Region>
      <Region className="grid gap-8 wide:grid-cols-12">
        <Backtest metrics={metrics} className="wide:col-span-7" />
        <F1Figures metrics={metrics} className="wide:col-span-5" />
      </Region>
      {metrics.reliability_by_group.length > 0 && (
        <Region>
          <CalibrationByGroup groups={metrics.reliability_by_group} />
        </Region>
      )}
      <Region className="grid gap-8 wide:grid-cols-12">
        <RulesCompared
          metrics={metrics}
          figures={figures}
          threshold={threshold}
          className="wide:col-span-7"
        />
        {metrics.models.length > 0 && (
          <ModelsCompared models={metrics.models} className="wide:col-span-5" />
        )}
      </Region>
      <Region>
        <RunsCompared />
      </Region>
      {metrics.value !== undefined && metrics.value.length > 0 && (
        <Region>
          <ValueFigures rows={metrics.value} />
        </Region>
      )}
      {metrics.card !== null && (
        <Region className="grid gap-8 wide:grid-cols-12">
          <FeatureEffects features={metrics.card.features} className="wide:col-span-7" />
          <ModelCard card={metrics.card} className="wide:col-span-5" />
        </Region>
      )}
    </>
  )
}

function subtitle({ model, card, horizon_days: horizon }: Metrics): string {
  if (model === null) return 'No model in this run'
  const features = card === null ? '' : `, ${counted(card.features.length, 'feature')}`
  return `${modelName(model)}${features}: who buys in the next ${horizon} days`
}

function ModelSkeleton() {
  return (
    <>
      <Skeleton height={104} />
      <Region className="grid gap-8 wide:grid-cols-12">
        <Skeleton height={480} className="wide:col-span-5" />
        <Skeleton height={480} className="wide:col-span-7" />
      </Region>
    </>
  )
}
