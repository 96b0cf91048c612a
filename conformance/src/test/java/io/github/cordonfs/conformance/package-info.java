/**
 * Compares Cordon with Linux: {@link io.github.cordonfs.conformance.TraceReplayTest} replays
 * recordings of a real tmpfs, the other tests state single facts that were observed on Linux 6.12
 * by name. Everything here uses the public API only and knows nothing of how Cordon is built.
 */
@NullMarked
package io.github.cordonfs.conformance;

import org.jspecify.annotations.NullMarked;
