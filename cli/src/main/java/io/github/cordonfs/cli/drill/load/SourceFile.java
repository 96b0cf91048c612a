package io.github.cordonfs.cli.drill.load;

import java.nio.file.Path;

/**
 * A file to load.
 *
 * @param name what the drill calls it: relative to the path it was found under, with {@code /}
 * @param path where it is
 * @param size in bytes, when it was found
 */
public record SourceFile(String name, Path path, long size) {}
