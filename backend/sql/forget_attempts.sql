-- One row per counter that is gone: those named, and those whose time is over and that nobody counts at the moment.
with gone as (
    select bucket
    from access.attempts
    where bucket = any(:buckets) or expires_at <= clock_timestamp()
    order by bucket
    for update skip locked
)

delete from access.attempts
where bucket in (select gone.bucket from gone)
returning bucket
