package io.github.cordonfs;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one frame and of the page that is in it. A look: by the time it is read, the
 * frame may be used for something else.
 *
 * @param frame number of the 4 KiB frame in the memory of the file system, from 0
 * @param state what it is used for
 * @param paths absolute paths of the file, one for each hard link; empty if the frame is in no
 *     file, or the file has no name any more
 * @param pageIndex index of the 4 KiB page in the file, or -1 if the frame is in no file
 * @param range the bytes of the file that are in the frame, clipped to the size; an empty range at
 *     0 if the frame is in no file
 * @param huge whether it is part of a huge folio of 2 MiB
 * @param mapped whether a program has mapped the page
 * @param backed whether the file has a store behind it
 * @param source how the failure was found; null if the frame is in service or {@code softOffline}
 *     took it out
 * @param kernelPfn the kernel's number of the physical page that is behind the frame now, or -1 if
 *     this process may not see it or there is none
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public record PageInfo(
    int frame,
    PageState state,
    List<String> paths,
    long pageIndex,
    ByteRange range,
    boolean huge,
    boolean mapped,
    boolean backed,
    @Nullable FailureSource source,
    long kernelPfn) {

  /** Copies the list of paths. */
  public PageInfo {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(range, "range");
    paths = List.copyOf(Objects.requireNonNull(paths, "paths"));
  }
}
