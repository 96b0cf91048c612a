/**
 * Open files and directories: channels that read and write, at a position of their own or in other
 * threads, streams, transfers from channel to channel, and file locks.
 *
 * <p>For the file system, which opens them through {@link
 * io.github.cordonfs.nio.channel.ChannelOpener}. It must never know of frames, of which file system
 * it works for, or of names but to open and delete a file.
 *
 * <p>{@code AbstractFileChannel} and {@code CordonChannel} are long because a file channel has that
 * many operations, and reads and writes lie in them only a few calls above the copy.
 */
@NullMarked
package io.github.cordonfs.nio.channel;

import org.jspecify.annotations.NullMarked;
