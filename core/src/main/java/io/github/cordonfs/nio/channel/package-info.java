/**
 * Open files and directories: channels that read and write, at a position of their own or in other
 * threads, streams, transfers from channel to channel, and file locks.
 *
 * <p>For the file system, which opens them through {@link
 * io.github.cordonfs.nio.channel.ChannelOpener}. It must never know of frames, of which file system
 * it works for, or of names but to open and delete a file.
 */
@NullMarked
package io.github.cordonfs.nio.channel;

import org.jspecify.annotations.NullMarked;
