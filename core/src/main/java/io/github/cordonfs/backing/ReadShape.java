package io.github.cordonfs.backing;

/**
 * How a store is best read.
 *
 * @param largest how many bytes one read asks for at most: many where each read is a round trip. So
 *     much memory of the heap is needed for each read under way; at least 4096, and more than 2 MiB
 *     are never asked for
 * @param ahead whether a file that is read in order is read in advance; if not, the store is asked
 *     for the pages that somebody wants and for no others
 */
public record ReadShape(int largest, boolean ahead) {

  /** Pieces of 256 KiB, and in advance. */
  public static final ReadShape OF_A_DISK = new ReadShape(256 << 10, true);

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if a read is to be of less than 4096 bytes
   */
  public ReadShape {
    if (largest < 4096) {
      throw new IllegalArgumentException("reads of less than 4096 bytes: " + largest);
    }
  }
}
