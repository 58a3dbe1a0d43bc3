package sh.keyway.contracts;

/**
 * One member of a request that was refused (http-auth §1.9).
 *
 * @param field dotted path of the member, {@code ""} for the whole body
 * @param message text for a person; never contains the refused value
 */
public record FieldError(String field, String message) {}
