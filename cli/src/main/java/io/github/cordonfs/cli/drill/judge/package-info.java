/**
 * Decides whether what a reader or writer met is right: the state each page should be in, the log
 * of strikes beside the reports of listeners, models of the files of the writers, and what was
 * counted and found. Used by {@code storm} and by the checks at the end. It never causes a failure
 * and starts no thread.
 */
@NullMarked
package io.github.cordonfs.cli.drill.judge;

import org.jspecify.annotations.NullMarked;
