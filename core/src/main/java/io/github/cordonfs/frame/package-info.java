/**
 * Frames: the memory in pieces of 4 KiB, who owns each, and which are out of service. {@code cache}
 * and {@code failure} call it. It knows owners only as objects and never a file.
 *
 * <p>{@link io.github.cordonfs.frame.PoolMemory} is the one choke point: nothing else touches the
 * bytes of the pool.
 *
 * <p>It is one package because half of its types, the blocks, magazines and stores among them, are
 * hidden in it: rooms would have to make them public.
 *
 * <p>{@code BlockSupply} and {@code BuddyAllocator} are long: one lock each, and all that is done
 * with it.
 */
@NullMarked
package io.github.cordonfs.frame;

import org.jspecify.annotations.NullMarked;
