/**
 * The command {@code designs}: what kernel developers argued about in 2021, as a model that runs.
 * Its options, and what it prints; what it runs is in the packages below: {@code model}, a small
 * page cache under each design, {@code callers}, who uses it, and {@code trial}, which judges. None
 * of it uses the library.
 */
@NullMarked
package io.github.cordonfs.cli.designs;

import org.jspecify.annotations.NullMarked;
