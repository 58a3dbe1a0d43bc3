--liquibase formatted sql

--changeset keyway:vaults-on-github
--comment Who owns the repository, by the forge's number. role_epoch grows with every word from the
--comment forge that may have taken a role away: an answer asked for before that is not kept.
alter table vaults add column forge_owner_id bigint;
alter table vaults add column role_epoch bigint not null default 0;
create index vaults_forge_owner on vaults (forge, forge_owner_id);

--changeset keyway:repository-roles
--comment What the forge last said about a user and a vault's repository. role null is an explicit
--comment no. checked_at null means the forge must be asked before anything is believed.
create table repository_roles (
  user_id uuid not null references users on delete cascade,
  vault_id uuid not null references vaults on delete cascade,
  role text check (role in ('read', 'triage', 'write', 'maintain', 'admin')),
  checked_at timestamptz,
  primary key (vault_id, user_id)
);
create index repository_roles_user on repository_roles (user_id);

--changeset keyway:github-tokens
--comment Personal access tokens that were seen as bearer tokens: only their hash. A row is worth
--comment something until valid_until, then GitHub is asked again whose token it is. confirmed_at is
--comment when GitHub last said so.
create table github_tokens (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique check (length(token_hash) = 32),
  user_id uuid not null references users on delete cascade,
  valid_until timestamptz not null,
  confirmed_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index github_tokens_user on github_tokens (user_id);
create index github_tokens_validity on github_tokens (valid_until);
