package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/**
 * The gateway refused a known principal by itself and wants that in the audit before it answers.
 *
 * @param caller whose credential it was
 * @param request method and path, without the query
 * @param detail why, as the caller will read it
 */
public record RecordRefusal(Caller caller, String request, String detail) {}
