-- What the server may do when it works under a role of its own: everything with its data, nothing
-- with the schema, and with the audit only adding and reading.
grant usage on schema public to "${role}";
grant select, insert, update, delete on all tables in schema public to "${role}";
grant usage, select on all sequences in schema public to "${role}";
revoke all on schema_state, databasechangelog, databasechangeloglock from "${role}";
grant select on schema_state to "${role}";
revoke update, delete, truncate on activities from "${role}";
revoke insert, update, delete, truncate on installation from "${role}";
