--liquibase formatted sql

--changeset keyway:installation
--comment One row: what this installation is called, so that ciphertexts can be bound to it.
create table installation (
  one boolean primary key default true check (one),
  id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now()
);
insert into installation default values;

--changeset keyway:key-checks
--comment One known plaintext per key version; who cannot open it does not hold the key.
create table key_checks (
  key_version int primary key check (key_version > 0),
  sealed bytea not null,
  active boolean not null,
  created_at timestamptz not null default now()
);
create unique index key_checks_one_active on key_checks (active) where active;

--changeset keyway:users
--comment Ids from forges are bigint: 32 bits run out. The local forge numbers its own.
create sequence local_forge_ids as bigint;
create table users (
  id uuid primary key default gen_random_uuid(),
  forge text not null check (forge in ('local', 'github')),
  forge_user_id bigint not null,
  username text not null check (length(username) between 1 and 100),
  email text check (length(email) <= 320),
  avatar_url text check (length(avatar_url) <= 2048),
  is_owner boolean not null default false,
  plan text not null default 'free' check (plan in ('free', 'pro', 'team', 'business')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (forge, forge_user_id)
);
create unique index users_one_owner on users (is_owner) where is_owner;
create unique index users_local_username on users (lower(username)) where forge = 'local';
create index users_username on users (lower(username));

--changeset keyway:api-keys
create table api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  name text not null check (length(name) between 1 and 100),
  key_prefix text not null,
  key_hash bytea not null unique check (length(key_hash) = 32),
  environment text not null check (environment in ('live', 'test')),
  scopes text[] not null,
  allowed_ips text[],
  expires_at timestamptz,
  last_used_at timestamptz,
  usage_count bigint not null default 0,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_reason text,
  created_from_ip text,
  created_user_agent text
);
create index api_keys_user on api_keys (user_id, created_at desc);

--changeset keyway:local-forge
--comment The forge of an installation without GitHub: repositories and who may do what on them.
create table local_repositories (
  id bigint primary key default nextval('local_forge_ids'),
  full_name text not null check (length(full_name) between 3 and 200),
  created_at timestamptz not null default now()
);
create unique index local_repositories_name on local_repositories (lower(full_name));
create table local_roles (
  repository_id bigint not null references local_repositories on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('read', 'triage', 'write', 'maintain', 'admin')),
  updated_at timestamptz not null default now(),
  primary key (repository_id, user_id)
);
create index local_roles_user on local_roles (user_id);
