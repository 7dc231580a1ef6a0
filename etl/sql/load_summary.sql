-- One row: lines in, lines kept, and the refused ones by reason.
select
    (select count(*) from incoming.staged) as lines_in,
    (select count(*) from incoming.transactions) as lines_kept,
    coalesce(
        (
            select jsonb_object_agg(by_reason.reason, by_reason.lines)
            from (select reason, count(*) as lines from incoming.ledger group by reason) as by_reason
        ),
        '{}'
    ) as ledger;
