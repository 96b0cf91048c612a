/**
 * What every command line of Cordon does alike: errors in one line, exit codes, files for results
 * and JSON in them, progress bars, sizes and durations as people write them. The commands use it,
 * and so do the benchmarks. It knows nothing of file systems of Cordon, nor of any command.
 */
@NullMarked
package io.github.cordonfs.cli.line;

import org.jspecify.annotations.NullMarked;
