-- One row: how many rows the table has, and an md5 over their texts in the order of the key.
-- Rows are hashed, then packs of 65,536 hashes, then the packs, so that no text grows with the table.
with numbered as (
    select
        row_number() over (order by {ordered_key}) - 1 as place,
        md5(convert_to({row_text}, 'UTF8')) as row_md5
    from {moved_table}
),

packs as (
    select
        place / 65536 as pack,
        count(*) as pack_rows,
        md5(string_agg(row_md5, '' order by place)) as pack_md5
    from numbered
    group by place / 65536
)

select
    coalesce(sum(pack_rows), 0)::bigint as table_rows,
    md5(coalesce(string_agg(pack_md5, '' order by pack), '')) as table_md5
from packs;
