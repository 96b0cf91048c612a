/**
 * A page in the browser that shows every frame of a file system: {@link
 * io.github.cordonfs.monitor.CordonMonitor}. It uses the public face of Cordon.
 */
@NullMarked
package io.github.cordonfs.monitor;

import org.jspecify.annotations.NullMarked;
