-- One row per country: its customers, most first.
select
    country,
    sum(customers)::bigint as customers
from list_cells
where run_id = :run_id
group by country
order by sum(customers) desc, country;
