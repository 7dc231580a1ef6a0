-- One row per counter: how often it was tried since it began, this time included, and how long until it begins anew.
with asked as (
    select
        unnest(cast(:buckets as text[])) as bucket,
        unnest(cast(:seconds as double precision[])) as seconds
)

insert into access.attempts as counted (bucket, attempts, expires_at)
select
    asked.bucket,
    1,
    clock_timestamp() + make_interval(secs => asked.seconds)
from asked
order by asked.bucket -- two requests that count the same things wait for each other in the same order
on conflict (bucket) do update
    set
        attempts = case when counted.expires_at <= clock_timestamp() then 1 else counted.attempts + 1 end,
        expires_at
        = case when counted.expires_at <= clock_timestamp() then excluded.expires_at else counted.expires_at end
returning bucket, attempts, extract(epoch from expires_at - clock_timestamp())::double precision as seconds_left
