package io.github.cordonfs.reclaim;

/**
 * Chooses the clean page to evict when the page cache needs its memory. A page is known by its
 * frame; a huge folio is one page of weight 512 and known by its first frame.
 *
 * <p>The life of a page:
 *
 * <pre>
 *            added            nextVictim             evicted
 *   absent ---------> tracked -----------> offered -----------> absent, perhaps remembered by key
 *                       ^  |      kept        |
 *                       |  +------------------|---- removed --> absent, not remembered
 *                       +---------------------+
 * </pre>
 *
 * <p>Hits are not told: the policy asks for them with {@link AccessMarks}. The access for which a
 * page is read from its disk must not leave a mark, or every page would look as if it had been
 * wanted twice.
 *
 * <p>Not thread-safe: the caller has a lock. No operation makes an object; metadata grow with the
 * frames in use, up to a bound given by the number of frames.
 */
public interface ReclaimPolicy {

  /** The pages of a huge folio. */
  int HUGE_PAGES = 512;

  /**
   * Tracks a page that is clean and may be evicted from now on.
   *
   * @param frame its frame, which is not tracked
   * @param key a hash of its file and its number in the file: by it the page is known again when it
   *     comes back after it was evicted. Pages with equal keys are taken for each other, which
   *     costs a wrong guess and nothing else
   * @param pages 1, or {@link #HUGE_PAGES} for a huge folio
   * @throws IllegalArgumentException if pages is neither
   * @throws IllegalStateException if the frame is tracked already
   * @throws IndexOutOfBoundsException if there is no such frame
   */
  void added(int frame, long key, int pages);

  /**
   * Forgets a page that is gone or may not be evicted any more, whether it is offered or not.
   *
   * @throws IllegalStateException if the frame is not tracked
   */
  void removed(int frame);

  /**
   * Offers the page to evict next. It is not offered again before {@link #kept} says that it is
   * still there.
   *
   * @return its frame, or -1 if every page that is tracked has been offered
   */
  int nextVictim(AccessMarks marks);

  /**
   * Forgets a page that was offered and has been evicted, but may remember its key.
   *
   * @throws IllegalStateException if the frame is not offered
   */
  void evicted(int frame);

  /**
   * Keeps a page that was offered but could not be evicted, being busy or pinned. Others are
   * offered first.
   *
   * @throws IllegalStateException if the frame is not offered
   */
  void kept(int frame);

  /** The heap that the metadata take, in bytes. Never shrinks. */
  long overheadBytes();
}
