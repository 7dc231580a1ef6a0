/** The model's figures as they are kept, and the queries whose rows they were worked out from. */
export const modelSql = ['model_metrics', 'features', 'labels'] as const
