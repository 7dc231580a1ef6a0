-- One row per country of a run's customers whose name has the text in it.
select distinct country
from list_cells
where run_id = :run_id and country ilike :pattern;
