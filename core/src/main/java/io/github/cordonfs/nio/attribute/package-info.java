/**
 * Attributes of files: the views {@code basic}, {@code owner}, {@code posix}, {@code unix}, {@code
 * dos} and {@code user} and those that an {@link io.github.cordonfs.AttributeProvider} adds,
 * attributes by name, those that files are made with, and owners and groups.
 *
 * <p>For the file system, which hands its {@link io.github.cordonfs.nio.attribute.PathAttributes}
 * what the provider is asked, and for the room that makes files. It must never know of a file's
 * content, the page cache or an open channel.
 */
@NullMarked
package io.github.cordonfs.nio.attribute;

import org.jspecify.annotations.NullMarked;
