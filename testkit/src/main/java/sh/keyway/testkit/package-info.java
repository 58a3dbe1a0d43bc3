/** What tests share: real databases, sample data, fakes of third parties. Test scope only. */
@NullMarked
package sh.keyway.testkit;

import org.jspecify.annotations.NullMarked;
