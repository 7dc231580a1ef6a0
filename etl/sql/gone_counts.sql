-- One row: what this load takes away: how many kept lines, and how many refused ones by reason.
with refused as (
    select reason, count(*) as lines
    from incoming.gone_ledger
    group by reason
)

select
    (select count(*) from incoming.gone_lines) as lines_gone,
    coalesce((select jsonb_object_agg(refused.reason, refused.lines) from refused), '{}') as ledger;
