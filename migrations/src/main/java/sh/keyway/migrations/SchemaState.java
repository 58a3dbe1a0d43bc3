package sh.keyway.migrations;

/**
 * What was found in the database after migrating.
 *
 * @param keyed whether data was ever sealed in it, so that it is worth nothing without its keys
 */
public record SchemaState(boolean keyed) {}
