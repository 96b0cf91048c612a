/**
 * What checks look at, and in what words they answer: files below a root, system calls, the JVM;
 * topics and the interface of a check. The checks use it, and tests put other machines in its
 * place. It knows no check.
 */
@NullMarked
package io.github.cordonfs.diagnose.machine;

import org.jspecify.annotations.NullMarked;
