--liquibase formatted sql

--changeset keyway:installations
--comment Where the GitHub App is installed, for showing: what a role is worth is asked of GitHub.
--comment The installer is GitHub's number of the user, who may sign in here only later. told_at is
--comment when GitHub last changed what is said here, by its own clock: older news are ignored.
create table installations (
  id uuid primary key default gen_random_uuid(),
  installation_id bigint not null unique check (installation_id > 0),
  account_id bigint not null,
  account_login text not null check (length(account_login) between 1 and 100),
  account_type text not null check (account_type in ('user', 'organization')),
  selection text not null check (selection in ('all', 'selected')),
  permissions jsonb not null default '{}',
  status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
  installer_id bigint,
  told_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index installations_installer on installations (installer_id);

--changeset keyway:installation-repositories
create table installation_repositories (
  installation_id uuid not null references installations on delete cascade,
  repository_id bigint not null,
  full_name text not null check (length(full_name) <= 200),
  primary key (installation_id, repository_id)
);
create index installation_repositories_repository on installation_repositories (repository_id);

--changeset keyway:webhook-deliveries
--comment What GitHub told us and was acted on, so that the same delivery acts once. Kept 30 days;
--comment GitHub delivers again for three.
create table webhook_deliveries (
  id text primary key check (length(id) between 1 and 100),
  event text not null,
  received_at timestamptz not null default now()
);
create index webhook_deliveries_received on webhook_deliveries (received_at);
