package io.github.cordonfs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The report of one memory failure.
 *
 * @param frame the failed frame, a piece of 4 KiB of Cordon's memory, numbered from 0
 * @param kernelPfn the kernel's number of the physical page that failed (not of a page that has
 *     replaced it since); empty if this process lacks the permission to see it, or if the kernel
 *     does not say
 * @param paths absolute paths of the file when the failure was handled, one for each hard link: a
 *     best-effort snapshot. Empty if the frame was in no file, or if the file is unlinked
 * @param unlinked whether the frame belongs to an open file that has no name any more
 * @param pageIndex index of the 4 KiB page in the file, or -1 if the frame was in no file
 * @param range the lost bytes of the file, clipped to its size (empty if the page lies wholly past
 *     the end); an empty range at 0 if the frame was in no file
 * @param folioOrder order of the folio that the frame was part of: 0 (4 KiB) or 9 (2 MiB)
 * @param outcome how the handling ended
 * @param message what the frame was used for
 * @param source how the failure was found
 * @param time when it was handled
 * @param handling how long the handling took, from when the failure was known until the memory was
 *     out of use, without the time that listeners take. Zero if an access that met the bad memory
 *     took it out of use itself
 */
public record MemoryFailureEvent(
    int frame,
    OptionalLong kernelPfn,
    List<String> paths,
    boolean unlinked,
    long pageIndex,
    ByteRange range,
    int folioOrder,
    Outcome outcome,
    MessageType message,
    FailureSource source,
    Instant time,
    Duration handling) {

  /** Copies the list of paths; nothing may be null. */
  public MemoryFailureEvent {
    paths = List.copyOf(Objects.requireNonNull(paths, "paths"));
    Objects.requireNonNull(kernelPfn, "kernelPfn");
    Objects.requireNonNull(range, "range");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(handling, "handling");
  }
}
