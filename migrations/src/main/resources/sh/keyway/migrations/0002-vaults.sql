--liquibase formatted sql

--changeset keyway:vaults
create table vaults (
  id uuid primary key default gen_random_uuid(),
  forge text not null check (forge in ('local', 'github')),
  forge_repo_id bigint not null,
  repo_full_name text not null check (length(repo_full_name) between 3 and 200),
  owner_id uuid not null references users on delete restrict,
  is_private boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (forge, forge_repo_id)
);
create unique index vaults_name on vaults (lower(repo_full_name));
create index vaults_owner on vaults (owner_id, updated_at desc);

--changeset keyway:environments
--comment head is the number of the revision that counts, 0 before the first. policy_revision grows
--comment with every change that could change a permission; whoever remembers a decision compares it
--comment in the statement that reads the secrets.
create table environments (
  id uuid primary key default gen_random_uuid(),
  vault_id uuid not null references vaults on delete cascade,
  name text not null check (length(name) between 1 and 50),
  type text not null check (type in ('protected', 'standard', 'development')),
  display_order int not null,
  policy_revision bigint not null default 1,
  head bigint not null default 0,
  secret_count int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (vault_id, name)
);

--changeset keyway:revisions
--comment Ciphertext does not compress, and a detour through TOAST costs a second look-up: rows up to
--comment the page's size stay inline.
create table revisions (
  environment_id uuid not null references environments on delete cascade,
  number bigint not null check (number > 0),
  key_version int not null,
  sealed bytea not null,
  secret_count int not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (environment_id, number)
) with (toast_tuple_target = 8160);
alter table revisions alter column sealed set storage external;
create index revisions_key_version on revisions (key_version);

--changeset keyway:secrets
--comment Names, people and numbers only: values exist inside revisions and nowhere else.
create table secrets (
  id uuid primary key default gen_random_uuid(),
  environment_id uuid not null references environments on delete cascade,
  key text not null check (length(key) between 1 and 256),
  version int not null default 1,
  created_revision bigint not null,
  updated_revision bigint not null,
  deleted_revision bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  last_modified_by uuid,
  check ((deleted_at is null) = (deleted_revision is null))
);
create unique index secrets_active_key on secrets (environment_id, key) where deleted_at is null;
create index secrets_environment on secrets (environment_id);
create index secrets_trash on secrets (environment_id, deleted_at desc) where deleted_at is not null;
create table secret_versions (
  secret_id uuid not null references secrets on delete cascade,
  version int not null,
  revision bigint not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (secret_id, version)
);
