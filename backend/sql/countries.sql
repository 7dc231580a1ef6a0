-- One row per country: its customers, most first.
select
    country,
    count(*) as customers
from rfm_scores
where run_id = :run_id
group by country
order by customers desc, country;
