/**
 * Pictures of a pool: where each frame is on the map, and what the map looks like from near and
 * far. It knows the states of frames as bytes, and nobody who asks for them.
 */
@NullMarked
package io.github.cordonfs.monitor.tile;

import org.jspecify.annotations.NullMarked;
