--liquibase formatted sql

--changeset keyway:activities
--comment What happened, for ever: no foreign keys, so that nothing deleted elsewhere takes it along.
--comment Ids are version 7 uuids, in order of time.
create table activities (
  id uuid primary key,
  created_at timestamptz not null,
  action text not null,
  refused boolean not null,
  user_id uuid,
  api_key_id uuid,
  vault_id uuid,
  environment_id uuid,
  revision bigint,
  platform text not null,
  ip text,
  user_agent text,
  request_id text,
  metadata jsonb not null
);
create index activities_user on activities (user_id, id desc);
create index activities_vault on activities (vault_id, id desc);
