/**
 * Reads the README and the pages of {@code docs}, and checks what they say against the code: every
 * Java example compiles and runs, every link leads somewhere, every option and meter is there.
 *
 * <p>Nothing uses this package. It sees of Cordon what its users see: the public API.
 */
@NullMarked
package io.github.cordonfs.examples;

import org.jspecify.annotations.NullMarked;
