/**
 * Micrometer meters of a file system: {@link io.github.cordonfs.micrometer.CordonMetrics}. It uses
 * the public API of Cordon, as any other program would.
 */
@NullMarked
package io.github.cordonfs.micrometer;

import org.jspecify.annotations.NullMarked;
