-- One row per recency score: the days it covers.
select
    r_score as r,
    min(recency) as min_recency,
    max(recency) as max_recency
from rfm_scores
where run_id = :run_id
group by r_score
order by r_score desc;
