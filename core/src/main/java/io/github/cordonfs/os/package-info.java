/**
 * The operating system: Linux calls through the Foreign Function and Memory API, and what the
 * machine and the control group allow. Only {@code frame} calls it. It knows bytes and addresses,
 * never frames or files.
 *
 * <p>{@code Linux} is long because it is the list of the system calls that there are.
 */
@NullMarked
package io.github.cordonfs.os;

import org.jspecify.annotations.NullMarked;
