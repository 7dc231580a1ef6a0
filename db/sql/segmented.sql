-- One row per row of `rfm`: its columns, and the segment of its cell; a new customer's rule goes before the grid.
select
    rfm.*,
    case
        when rfm.frequency = 1 and rfm.recency <= new_customer_rule.max_recency then new_customer_rule.segment
        else segment_rules.segment
    end as segment
from rfm
inner join segment_rules on rfm.r_score = segment_rules.r_score and rfm.fm_score = segment_rules.fm_score
cross join new_customer_rule
