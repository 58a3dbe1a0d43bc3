package sh.keyway.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is given to a page stays text. */
class HtmlTest {
  private static final String NASTY = "</p><script>alert('1')</script>\"&";
  private static final String HARMLESS =
      "&lt;/p&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;";

  @Test
  void textAndAttributesAreEscaped() {
    assertThat(new Html().element("p", NASTY, "title", NASTY).toString())
        .isEqualTo("<p title=\"" + HARMLESS + "\">" + HARMLESS + "</p>");
  }
}
