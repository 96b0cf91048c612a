/**
 * Where a test kit may stand in the way of what is done to a file system: before its operations on
 * paths and on open files, and around those that change something. A file system that was opened
 * without a hook has other channels and knows nothing of all this.
 *
 * <p>For the file system, which calls it, and for the test kit, which implements it: exported to
 * that module alone. It must never know how a file system does its work.
 */
@NullMarked
package io.github.cordonfs.hook;

import org.jspecify.annotations.NullMarked;
