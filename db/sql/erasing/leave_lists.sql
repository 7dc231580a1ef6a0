-- One row per cell of a list that erased customers leave: they go from the list, and the cell counts them.
with gone as (
    delete from {list}
    where customer_id in (select pseudonym from erased_customers)
    returning run_id, segment, country, r_score, f_score, m_score, fm_score, frequency
),

counted as (
    select
        run_id,
        segment,
        country,
        r_score,
        f_score,
        m_score,
        fm_score,
        frequency = 1 as one_order,
        count(*) as customers
    from gone
    group by run_id, segment, country, r_score, f_score, m_score, fm_score, frequency = 1
)

update list_cells set erased = list_cells.erased + counted.customers
from counted
where
    list_cells.run_id = counted.run_id
    and list_cells.segment = counted.segment
    and list_cells.country is not distinct from counted.country
    and list_cells.r_score = counted.r_score
    and list_cells.f_score = counted.f_score
    and list_cells.m_score = counted.m_score
    and list_cells.fm_score = counted.fm_score
    and list_cells.one_order = counted.one_order;
