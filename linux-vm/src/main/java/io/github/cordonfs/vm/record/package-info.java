/**
 * Records what a tmpfs of the kernel does, in the form that module {@code conformance} replays: the
 * job {@code record}. Cordon has no part in it.
 */
@NullMarked
package io.github.cordonfs.vm.record;

import org.jspecify.annotations.NullMarked;
