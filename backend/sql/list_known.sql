-- One row: how many customers match at least (cells of which all do) and at most (cells of which some may), and
-- between which values of the sorted measure these lie.
select
    coalesce(sum(customers - erased) filter (where {every}), 0)::bigint as at_least,
    coalesce(sum(customers - erased), 0)::bigint as at_most,
    {smallest} as least,
    {largest} as greatest
from list_cells
where run_id = :run_id and {some};
