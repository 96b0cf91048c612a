/**
 * The events of Cordon in Java Flight Recorder. A record is begun before something happens and
 * committed after it; while there is no recording, that costs a look at a flag.
 *
 * <p>For {@code cache} and {@code failure}. It knows the public vocabulary and nothing of what it
 * reports on. Only this package may use {@code jdk.jfr}: a runtime may be without it, and then
 * nothing is recorded.
 */
@NullMarked
package io.github.cordonfs.events;

import org.jspecify.annotations.NullMarked;
