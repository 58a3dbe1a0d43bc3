--liquibase formatted sql

--changeset keyway:permission-overrides
--comment Exceptions to the matrix for one user or one role; environment * means all. One exception
--comment for each target and environment, for real.
create table permission_overrides (
  id uuid primary key default gen_random_uuid(),
  vault_id uuid not null references vaults on delete cascade,
  environment text not null check (length(environment) between 1 and 50),
  target_user_id uuid references users on delete cascade,
  target_role text check (target_role in ('read', 'triage', 'write', 'maintain', 'admin')),
  can_read boolean not null,
  can_write boolean not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((target_user_id is null) <> (target_role is null))
);
create unique index permission_overrides_user
  on permission_overrides (vault_id, environment, target_user_id) where target_user_id is not null;
create unique index permission_overrides_role
  on permission_overrides (vault_id, environment, target_role) where target_role is not null;
create index permission_overrides_target on permission_overrides (target_user_id);

--changeset keyway:permission-minimums
--comment The least role that may read or write an environment, where a vault says so.
create table permission_minimums (
  id uuid primary key default gen_random_uuid(),
  vault_id uuid not null references vaults on delete cascade,
  environment text not null check (length(environment) between 1 and 50),
  permission text not null check (permission in ('read', 'write')),
  minimum_role text not null
    check (minimum_role in ('read', 'triage', 'write', 'maintain', 'admin')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (vault_id, environment, permission)
);

--changeset keyway:permission-overrides-environment
--comment Every decision looks for the exceptions for one environment and for all of them.
create index permission_overrides_environment on permission_overrides (vault_id, environment);
