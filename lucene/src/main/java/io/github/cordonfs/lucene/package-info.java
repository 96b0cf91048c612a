/**
 * A Lucene {@code Directory} on a Cordon file system: {@link
 * io.github.cordonfs.lucene.CordonDirectory}. It reads through channels only, into heap memory, and
 * must never hand out memory of the pool, because neither Lucene nor compiled code may touch a page
 * that can fail.
 *
 * <p>{@code WindowedInput} is long because Lucene wants each kind of number read by a method of its
 * own.
 */
@NullMarked
package io.github.cordonfs.lucene;

import org.jspecify.annotations.NullMarked;
