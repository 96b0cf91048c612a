/**
 * Programs that know nothing of Cordon, at work on it: the compiler of the JDK, its zip file
 * system, and applications of their own in other JVMs.
 */
@NullMarked
package io.github.cordonfs.conformance.clients;

import org.jspecify.annotations.NullMarked;
