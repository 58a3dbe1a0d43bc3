/**
 * A GitHub for tests: the wire format of github.com or of a GitHub Enterprise Server, over real
 * loopback sockets, with a small model behind it that a test sets up, faults it can script and a
 * log of what was asked (http-auth §7).
 *
 * {@snippet :
 * try (FakeGitHub github = FakeGitHub.start()) {
 *   GitHubUser alice = github.user("alice");
 *   GitHubOrganization acme = github.organization("acme").member(alice).basePermission(null);
 *   GitHubRepository api = acme.repository("api").collaborator(alice, Role.WRITE);
 *   Installation installation = github.app().installOn(acme).selected(api);
 *   github.app().callback("http://127.0.0.1/v1/auth/callback");
 *   // … start our server with github.webUrl(), github.apiUrl() and github.app()'s credentials
 *   URI back = github.browser().authorize(locationOurServerSent, alice);
 *   github.faults().on(Endpoint.COLLABORATOR_PERMISSION).times(2).status(502);
 *   github.log().clear();
 *   // … pull
 *   assertThat(github.log().count()).isZero();
 *   api.removeCollaborator(alice);
 *   github.webhooks().collaborator("removed", api, alice, alice).postTo(webhookAddress);
 *   String job = github.actions().token(api).audience("https://keyway.example").sign();
 * }
 * }
 */
@NullMarked
package sh.keyway.testkit.github;

import org.jspecify.annotations.NullMarked;
