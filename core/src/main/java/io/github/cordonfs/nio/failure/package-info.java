/**
 * Memory failures by path: finds the file and the frame, and lets package {@code
 * io.github.cordonfs.failure} act.
 *
 * <p>For the file system, which gives it to {@link io.github.cordonfs.Cordon}'s users. It must
 * never know how a failure is handled, nor of channels and attributes.
 */
@NullMarked
package io.github.cordonfs.nio.failure;

import org.jspecify.annotations.NullMarked;
