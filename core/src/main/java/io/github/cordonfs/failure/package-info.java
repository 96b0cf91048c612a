/**
 * Memory failure handling: what to do with a failed frame, whatever it is used for, and who is
 * told. It sits beside the page cache and acts on it; nothing below knows it. {@code nio} calls it
 * on behalf of users.
 *
 * <p>{@code HardOffline} is long by a few lines: what is done to a frame, and what is said of it.
 */
@NullMarked
package io.github.cordonfs.failure;

import org.jspecify.annotations.NullMarked;
