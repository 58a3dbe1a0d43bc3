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

--changeset keyway:user-tokens
--comment What GitHub gave us to act for a user, sealed. Whoever replaces it names the version it read,
--comment so that no node overwrites a newer refresh token. refused_at: GitHub does not take the refresh
--comment token any more, or another node has just traded it and not stored the new one yet.
create table user_tokens (
  user_id uuid primary key references users on delete cascade,
  sealed bytea not null,
  version bigint not null default 1,
  refused_at timestamptz,
  updated_at timestamptz not null default now()
);

--changeset keyway:device-codes
--comment Only hashes of the codes. A code is decided once and redeemed once.
create table device_codes (
  id uuid primary key default gen_random_uuid(),
  device_hash bytea not null unique check (length(device_hash) = 32),
  user_hash bytea not null unique check (length(user_hash) = 32),
  status text not null default 'pending' check (status in ('pending', 'approved', 'denied')),
  repository text check (length(repository) between 1 and 200),
  forge_owner_id bigint check (forge_owner_id > 0),
  forge_repo_id bigint check (forge_repo_id > 0),
  requested_from text not null,
  platform text not null,
  user_id uuid references users on delete cascade,
  session_id uuid references sessions on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  decided_at timestamptz,
  redeemed_at timestamptz,
  check ((status = 'approved') = (user_id is not null)),
  check (redeemed_at is null or status = 'approved')
);
create index device_codes_user on device_codes (user_id);
create index device_codes_session on device_codes (session_id);
create index device_codes_expiry on device_codes (expires_at);

--changeset keyway:device-approvals
--comment A browser may decide a device code: whoever holds both the form's token and the cookie. One
--comment made by a session is worth something only while that session holds.
create table device_approvals (
  token_hash bytea primary key check (length(token_hash) = 32),
  cookie_hash bytea not null check (length(cookie_hash) = 32),
  device_code_id uuid not null references device_codes on delete cascade,
  user_id uuid not null references users on delete cascade,
  session_id uuid references sessions on delete cascade,
  is_new_user boolean not null,
  expires_at timestamptz not null
);
create index device_approvals_code on device_approvals (device_code_id);
create index device_approvals_user on device_approvals (user_id);
create index device_approvals_session on device_approvals (session_id);

--changeset keyway:sign-ins
--comment Browsers on their way through GitHub. verifier_hash is the S256 challenge of PKCE.
create table sign_ins (
  state_hash bytea primary key check (length(state_hash) = 32),
  verifier_hash bytea not null check (length(verifier_hash) = 32),
  device_code_id uuid references device_codes on delete cascade,
  return_to text check (length(return_to) <= 2048),
  expires_at timestamptz not null
);
create index sign_ins_code on sign_ins (device_code_id);
create index sign_ins_expiry on sign_ins (expires_at);

--changeset keyway:login-links
create table login_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  user_id uuid not null references users on delete cascade,
  expires_at timestamptz not null
);
create index login_links_user on login_links (user_id);
create index login_links_expiry on login_links (expires_at);

--changeset keyway:sessions-valid-from
--comment When all sessions of the user were last ended. Tokens without a session id that are older
--comment get no session any more.
alter table users add column sessions_valid_from timestamptz not null default '-infinity';

--changeset keyway:forge-origins
--comment Where each forge's API is. Its numbers of users and repositories mean nothing elsewhere.
create table forge_origins (
  forge text primary key check (length(forge) between 1 and 50),
  origin text not null check (length(origin) between 1 and 2048)
);
