/**
 * The jobs that run in a virtual machine, each in a JVM of its own: a real kernel poisons memory
 * under Cordon, and the job checks everything that can be read. They use Cordon as any program
 * does, through its public API.
 */
@NullMarked
package io.github.cordonfs.vm;

import org.jspecify.annotations.NullMarked;
