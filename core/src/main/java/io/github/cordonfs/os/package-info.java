/**
 * The operating system: Linux calls through the Foreign Function and Memory API, and what the
 * machine and the control group allow. Only {@code frame} calls it. It knows bytes and addresses,
 * never frames or files.
 */
@NullMarked
package io.github.cordonfs.os;

import org.jspecify.annotations.NullMarked;
