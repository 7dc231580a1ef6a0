-- One row per month of first order and month since: who of them ordered, and what they brought after returns.
select
    cohort,
    months_since,
    size,
    customers,
    share,
    revenue,
    partial
from cohorts
order by cohort, months_since;
