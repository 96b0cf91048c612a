/**
 * System calls that Java has no API for. For the recorder and the injector; knows nothing of
 * either.
 */
@NullMarked
package io.github.cordonfs.vm.posix;

import org.jspecify.annotations.NullMarked;
