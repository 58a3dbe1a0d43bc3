--liquibase formatted sql

--changeset keyway:sessions
--comment A Keyway JWT is worth something only while its row says so. Tokens without a session id, as
--comment the system before this one made them, get a row when they are first seen.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  method text not null check (method in ('web', 'device', 'login-link', 'adopted')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_from_ip text,
  created_user_agent text
);
create index sessions_user on sessions (user_id, created_at desc);
create index sessions_expiry on sessions (expires_at);
