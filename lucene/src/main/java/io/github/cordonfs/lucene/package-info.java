/**
 * A Lucene {@code Directory} on a Cordon file system: {@link
 * io.github.cordonfs.lucene.CordonDirectory}. It reads through channels only, into heap memory, and
 * must never hand out memory of the pool, because neither Lucene nor compiled code may touch a page
 * that can fail.
 */
@NullMarked
package io.github.cordonfs.lucene;

import org.jspecify.annotations.NullMarked;
