package sh.keyway.contracts.secrets;

import java.time.Instant;
import java.util.UUID;

/**
 * A policy on workflow runs.
 *
 * @param id its row
 * @param rules what it allows
 * @param active whether the repository still belongs to the account it was made for
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
public record CiPolicyView(
    UUID id, CiRules rules, boolean active, Instant createdAt, Instant updatedAt) {}
