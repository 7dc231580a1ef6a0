-- One row: whether a worker has given a sign of life within the last seconds.
select exists(
    select 1 from procrastinate_workers where last_heartbeat > now() - make_interval(secs => :silence)
) as has_worker;
