-- One row: the rules by which a run's customers are segmented, each cell as recency score, FM score and segment.
select
    inputs -> 'rules' as rules,
    inputs -> 'new_customer_rule' as new_customer_rule
from runs
where run_id = :run_id;
