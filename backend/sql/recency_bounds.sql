-- One row per recency score: the days it covers.
select
    r_score as r,
    min(min_recency) as min_recency,
    max(max_recency) as max_recency
from list_cells
where run_id = :run_id
group by r_score
order by r_score desc;
