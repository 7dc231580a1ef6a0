-- One row per test month of a run, by the ranking that would have been used then: what the first customers brought.
select
    cutoff,
    ranking,
    customers,
    contacts,
    buyers,
    spend,
    spend_squares
from campaign_gains
where run_id = :run_id and chosen
order by cutoff;
