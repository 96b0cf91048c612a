/**
 * Shows a file in its mappings: goes through the extents, and lays what lies together as one range
 * of addresses. The address space calls it when a mapping is attached, and when the size changes;
 * what is to be done when a single page changes is done in {@code extent}. It changes no page, and
 * never knows the operations of a file.
 */
@NullMarked
package io.github.cordonfs.cache.mapped;

import org.jspecify.annotations.NullMarked;
