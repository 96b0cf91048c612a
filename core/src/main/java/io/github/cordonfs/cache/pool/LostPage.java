package io.github.cordonfs.cache.pool;

/**
 * A page whose frame was taken out of service.
 *
 * @param file the file that it was a page of
 * @param pageIndex index of the 4 KiB page in the file
 * @param folioOrder order of the folio it was part of: 0 or 9
 * @param dropped whether the page became a hole instead of staying in the file, marked
 * @param hadData whether it held anybody's data
 * @param heals whether the store behind the file has the data, too: then nothing is lost
 */
public record LostPage(
    CachedFile file,
    long pageIndex,
    int folioOrder,
    boolean dropped,
    boolean hadData,
    boolean heals) {}
