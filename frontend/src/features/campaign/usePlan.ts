import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { campaignPlanQuery } from '@/services/api/queries'
import { toPlanQuery, type Terms } from './terms'

/**
 * The plan on these terms. While a slider is dragged the next answer is asked for when the one
 * before is there, so that the curve follows the hand as fast as the server answers.
 */
export function usePlan(terms: Terms) {
  const [asked, setAsked] = useState(terms)
  const plan = useQuery({
    ...campaignPlanQuery(toPlanQuery(asked)),
    placeholderData: keepPreviousData,
  })
  if (!plan.isFetching && !isSame(asked, terms)) setAsked(terms)
  return plan
}

function isSame(one: Terms, other: Terms): boolean {
  return (Object.keys(one) as (keyof Terms)[]).every((name) => one[name] === other[name])
}
