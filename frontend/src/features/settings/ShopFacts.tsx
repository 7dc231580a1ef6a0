import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { FactList } from '@/components/FactList'
import { Section } from '@/components/Section'
import { day, exactMoney } from '@/format'
import { locale, zone } from '@/format/locale'
import { overviewQuery } from '@/services/api/queries'
import { segmentRulesQuery } from '@/services/api/segmentRules'

/** By what the shop's figures are written, and the way to its segment rules. */
export function ShopFacts() {
  const { data: shop } = useQuery(overviewQuery)
  const { data: rules } = useQuery(segmentRulesQuery)
  const inLocale =
    shop === undefined ? '' : `: ${exactMoney(1234567.5, shop.currency)}, ${day(shop.data_to)}`
  return (
    <Section
      title={shop === undefined ? 'The shop' : `${shop.shop_name} counts in ${shop.currency}`}
      subtitle="Set by SHOP_NAME, CURRENCY, LOCALE and TIME_ZONE where the server is started; the first two from the next run on."
    >
      <FactList
        facts={[
          ...(shop === undefined ? [] : [{ name: 'Currency', value: shop.currency }]),
          { name: 'Locale', value: locale + inLocale },
          { name: 'Time zone', value: zone() },
          {
            name: 'Segment rules',
            value: (
              <Link className="link" to="/segments?rules=open">
                {rules?.is_default === false ? 'Of your own' : 'The default ones'}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  )
}
