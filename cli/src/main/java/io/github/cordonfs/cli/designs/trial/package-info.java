/**
 * Runs the callers under the designs and judges what came of it, by comparing with what the files
 * ought to contain: the {@link io.github.cordonfs.cli.designs.trial.Comparison} of all of them, the
 * race of khugepaged with the handler of memory failures, and the caller for which a patch was
 * reverted. Nothing here says beforehand how a trial ends.
 */
@NullMarked
package io.github.cordonfs.cli.designs.trial;

import org.jspecify.annotations.NullMarked;
