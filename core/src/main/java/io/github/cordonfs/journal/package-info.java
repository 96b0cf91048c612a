/**
 * What a directory that was mounted for writing is to be remembered for: which pages of its files
 * were lost, in a journal in its subdirectory {@code .cordon}, and who has it mounted. Knows paths
 * and pages, and nothing of a cache.
 */
@NullMarked
package io.github.cordonfs.journal;

import org.jspecify.annotations.NullMarked;
