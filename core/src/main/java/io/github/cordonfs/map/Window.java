package io.github.cordonfs.map;

/**
 * The addresses of a mapping, page by page: numbered from 0, where the mapping begins. The methods
 * allocate nothing and may be called for any range inside. Not thread-safe: {@link Mapping} calls
 * one at a time.
 */
public interface Window {

  /**
   * Shows adjacent frames.
   *
   * @return false if the kernel refuses; the range shows what it did, or nothing
   */
  boolean show(long page, int frame, int count);

  /**
   * Shows zeros that cannot be written.
   *
   * @return false if the kernel refuses
   */
  boolean showZeros(long page, long count);

  /**
   * Makes every access to a range fault.
   *
   * @return false if the kernel refuses
   */
  boolean fault(long page, long count);
}
