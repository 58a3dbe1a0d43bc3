package sh.keyway.contracts.secrets;

/**
 * How much a user uses, counted when asked.
 *
 * @param plan the user's plan
 * @param publicVaults vaults of public repositories the user owns
 * @param privateVaults vaults of private repositories the user owns
 */
public record UsageView(String plan, int publicVaults, int privateVaults) {}
