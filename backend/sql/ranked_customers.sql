-- One row per customer of one run who may be written to: by the ranking that its plan stands on, the best one first;
-- at most :size.
select
    customer_id,
    segment,
    recency,
    monetary,
    purchase_probability,
    case :ranking
        when 'probability' then purchase_probability
        when 'past_spend' then monetary
        else purchase_probability * monetary
    end as rank_value
from customer_list
where run_id = :run_id
order by rank_value desc nulls last, customer_id
limit :size
