package io.github.cordonfs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The report of one memory failure (contract row H14).
 *
 * @param frame the failed frame: a 4 KiB index into Cordon's memory, from 0
 * @param kernelPfn the kernel's number of the page that failed, not of what may be in its place by
 *     now; empty if this process may not see it, or the kernel does not say
 * @param paths where the file was found when the failure was handled, absolute, one for each hard
 *     link: a best-effort snapshot. Empty if the frame was in no file, or the file is unlinked
 * @param unlinked whether the frame belongs to a file that is open but has no name any more
 * @param pageIndex index of the 4 KiB page in the file, or -1 if the frame was in no file
 * @param range the lost bytes of the file, clipped to its size (empty when the page lies wholly
 *     past the end); an empty range at 0 if the frame was in no file
 * @param folioOrder order of the folio the frame was part of: 0 (4 KiB) or 9 (2 MiB)
 * @param outcome how it ended
 * @param message what the frame was used for
 * @param source who found it
 * @param time when it was handled
 * @param handling how long it took from when the failure became known until the memory was out of
 *     use; the time that listeners take is not in it. Zero if an access found the bad memory and
 *     took it out in passing
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

  /** Copies the list of paths. */
  public MemoryFailureEvent {
    paths = List.copyOf(paths);
  }
}
