/**
 * What stands in for classes of {@code java.io} in tests of the JDK that are about {@code
 * java.nio.file}: as much of them as those tests use, over the default file system. Stays
 * independent of everything else.
 */
@NullMarked
package io.github.cordonfs.conformance.jdk.javaio;

import org.jspecify.annotations.NullMarked;
