/**
 * The public face of Cordon. {@link io.github.cordonfs.Cordon} makes a file system and is the only
 * type here that knows the layers below; all other types are vocabulary that every layer may use:
 * options, events, exceptions and the interface of memory failure handling.
 */
@NullMarked
package io.github.cordonfs;

import org.jspecify.annotations.NullMarked;
