-- A schema of its own: what is published or exported from `public` has none of it.
create schema access;

-- One row per person who may sign in. A user who left is switched off, so that the log still names them.
create table access.users (
    user_id bigint generated always as identity primary key,
    name text not null unique check (name = lower(name)),
    role text not null check (role in ('viewer', 'analyst', 'admin')),
    password_hash text not null,
    active boolean not null default true,
    created_at timestamptz not null default clock_timestamp(),
    signed_in_at timestamptz
);

-- One row per signed-in browser, known by the SHA-256 of its token.
create table access.sessions (
    token_hash bytea primary key,
    user_id bigint not null references access.users on delete cascade,
    created_at timestamptz not null default clock_timestamp(),
    last_used_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null
);
create index sessions_user on access.sessions (user_id);

-- One row per API key, known by its SHA-256; a revoked one stays, for the log.
create table access.keys (
    key_id bigint generated always as identity primary key,
    user_id bigint not null references access.users on delete cascade,
    name text not null,
    role text not null check (role in ('viewer', 'analyst', 'admin')),
    key_hash bytea not null unique,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index keys_user on access.keys (user_id);

-- One row per thing that is counted, such as sign-ins from one address: how often until it begins anew.
create table access.attempts (
    bucket text primary key,
    attempts integer not null,
    expires_at timestamptz not null
);

-- One row per act that is worth knowing later.
create table access.audit (
    audit_id bigint generated always as identity primary key,
    happened_at timestamptz not null default clock_timestamp(),
    who text not null,
    what text not null,
    about text,
    details jsonb not null default '{}',
    address text,
    request_id text
);
create index audit_newest on access.audit (happened_at desc);
