package sh.keyway.contracts.connect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified GitHub Actions OIDC token says about the workflow run that holds it.
 *
 * @param jti the token's own id
 * @param subject {@code sub}
 * @param repository {@code owner/repo} at the time of the run
 * @param repositoryId numeric id
 * @param repositoryOwnerId numeric id of the owning account
 * @param ref branch or tag, as {@code refs/…}
 * @param environment deployment environment of the job, null if none
 * @param workflow name of the workflow
 * @param jobWorkflowRef path and ref of the workflow file the job is from, null if GitHub names
 *     none
 * @param eventName what started the run, as {@code push}
 * @param actor login of who started it
 * @param actorId numeric id of who started it
 * @param runId numeric id of the run
 * @param runAttempt number of the attempt, from 1
 * @param sha commit, null if GitHub names none
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 */
public record OidcClaims(
    String jti,
    String subject,
    String repository,
    long repositoryId,
    long repositoryOwnerId,
    String ref,
    @Nullable String environment,
    String workflow,
    @Nullable String jobWorkflowRef,
    String eventName,
    String actor,
    long actorId,
    long runId,
    int runAttempt,
    @Nullable String sha,
    Instant issuedAt,
    Instant expiresAt) {}
