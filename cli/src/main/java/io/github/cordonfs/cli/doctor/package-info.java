/**
 * The command {@code doctor}: prints what the library finds out about the machine. Used by the list
 * of commands only. It judges nothing itself.
 */
@NullMarked
package io.github.cordonfs.cli.doctor;

import org.jspecify.annotations.NullMarked;
