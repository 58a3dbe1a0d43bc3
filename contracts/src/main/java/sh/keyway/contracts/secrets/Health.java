package sh.keyway.contracts.secrets;

/**
 * What the secrets room found when it looked.
 *
 * @param database whether the database answered a query in time
 * @param crypto whether the crypto room answered in time and holds the key that is written with
 */
public record Health(boolean database, boolean crypto) {}
