/**
 * Runs OpenJDK's own regression tests of {@code java.nio.file} and of file channels on Cordon, in
 * place, from a source tree of a JDK: {@code scripts/jdk-tests}. Nothing of them is here. It uses
 * the JDK alone and runs from its source.
 */
@NullMarked
package io.github.cordonfs.conformance.jdk;

import org.jspecify.annotations.NullMarked;
