/**
 * The drill over a directory that is mounted for writing: files of its own are written, read,
 * forced and mended while their pages fail, and at the end the directory is compared.
 */
@NullMarked
package io.github.cordonfs.cli.drill.written;

import org.jspecify.annotations.NullMarked;
