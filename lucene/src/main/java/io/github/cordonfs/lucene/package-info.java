/**
 * A Lucene {@code Directory} over a file system of Cordon: {@link
 * io.github.cordonfs.lucene.CordonDirectory}. It reads through channels only, into heap memory, and
 * must never hand out memory of the pool: neither Lucene nor compiled code that runs ahead may
 * touch a page that can fail.
 */
@NullMarked
package io.github.cordonfs.lucene;

import org.jspecify.annotations.NullMarked;
