/**
 * Meters of a file system, for Micrometer: {@link io.github.cordonfs.micrometer.CordonMetrics}. It
 * uses the public face of Cordon, as any other program would.
 */
@NullMarked
package io.github.cordonfs.micrometer;

import org.jspecify.annotations.NullMarked;
