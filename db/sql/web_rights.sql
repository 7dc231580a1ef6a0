-- One row per right that the role `web` lacks in this database: the statement that grants it.
with
-- What the web process writes; everything else it only reads. Scores, orders and runs are the pipeline's alone.
writes (table_name, rights) as (
    values
    ('access.users', '{insert,update}'::text[]),
    ('access.sessions', '{insert,update,delete}'),
    ('access.keys', '{insert,update}'),
    ('access.attempts', '{insert,update,delete}'),
    ('access.audit', '{insert}'),
    ('public.campaigns', '{insert,delete}'),
    ('public.campaign_customers', '{insert}'),
    ('public.saved_views', '{insert,update,delete}'),
    ('public.imports', '{insert,update,delete}'),
    ('public.job_progress', '{update}'),
    ('public.procrastinate_jobs', '{insert,update}'),
    ('public.procrastinate_events', '{insert}')
),

web as (
    select oid from pg_roles
    where rolname = 'web'
),

-- Only an owner can grant; what the database's administrator made is not ours.
own_tables as (
    select
        tables.oid,
        tables.relkind,
        format('%I.%I', schemas.nspname, tables.relname) as name
    from pg_class as tables
    inner join pg_namespace as schemas on tables.relnamespace = schemas.oid
    where schemas.nspname in ('public', 'access') and pg_has_role(tables.relowner, 'usage')
),

lacking_schemas as (
    select format('grant usage on schema %I to web', schemas.nspname) as statement
    from pg_namespace as schemas
    cross join web
    where schemas.nspname in ('public', 'access') and not has_schema_privilege(web.oid, schemas.oid, 'usage')
),

lacking_reads as (
    select format('grant select on %s to web', own_tables.name) as statement
    from own_tables
    cross join web
    where own_tables.relkind in ('r', 'p', 'v', 'm') and not has_table_privilege(web.oid, own_tables.oid, 'select')
),

lacking_writes as (
    select format('grant %s on %s to web', rights.name, own_tables.name) as statement
    from writes
    inner join own_tables on writes.table_name = own_tables.name
    cross join unnest(writes.rights) as rights (name)
    cross join web
    where not has_table_privilege(web.oid, own_tables.oid, rights.name)
),

-- The queue numbers its rows by sequences of its own; identity columns need no right.
lacking_sequences as (
    select format('grant usage on sequence %s to web', own_tables.name) as statement
    from own_tables
    cross join web
    where
        own_tables.name in ('public.procrastinate_jobs_id_seq', 'public.procrastinate_events_id_seq')
        and not has_sequence_privilege(web.oid, own_tables.oid, 'usage')
),

-- Loads and runs make tables anew, aside at first; whoever makes them lets the web process read them from the start.
lacking_default as (
    select 'alter default privileges grant select on tables to web' as statement
    from web
    where not exists (
        select 1
        from pg_default_acl as defaults
        cross join aclexplode(defaults.defaclacl) as entries
        where
            defaults.defaclrole = current_user::regrole
            and defaults.defaclnamespace = 0
            and defaults.defaclobjtype = 'r'
            and entries.grantee = web.oid
    )
)

select statement from lacking_schemas
union all
select statement from lacking_reads
union all
select statement from lacking_writes
union all
select statement from lacking_sequences
union all
select statement from lacking_default;
