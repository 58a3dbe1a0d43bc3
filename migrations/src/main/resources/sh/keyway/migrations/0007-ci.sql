--liquibase formatted sql

--changeset keyway:ci-policies
--comment Which workflow runs may pull what without a stored secret. The repository's owner is pinned
--comment as it was when an administrator of the vault decided; a transferred repository starts anew.
create table ci_policies (
  id uuid primary key default gen_random_uuid(),
  vault_id uuid not null references vaults on delete cascade,
  forge_owner_id bigint not null,
  environments text[] not null check (cardinality(environments) between 1 and 50),
  refs text[] not null default '{}',
  deployment_environments text[] not null default '{}',
  workflows text[] not null default '{}',
  events text[] not null default '{}',
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index ci_policies_vault on ci_policies (vault_id);

--changeset keyway:ci-tokens
--comment Pull tokens made from a workflow's OIDC token, which is good for one. Any
--comment change of the vault's policies revokes them. guarded are those of the environments that a
--comment policy with a condition allowed: the others must not be protected.
create table ci_tokens (
  id uuid primary key default gen_random_uuid(),
  vault_id uuid not null references vaults on delete cascade,
  jti_hash bytea not null unique check (length(jti_hash) = 32),
  forge_owner_id bigint not null,
  environments text[] not null,
  guarded text[] not null,
  run_id bigint not null,
  actor text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index ci_tokens_vault on ci_tokens (vault_id);
create index ci_tokens_expiry on ci_tokens (expires_at);
