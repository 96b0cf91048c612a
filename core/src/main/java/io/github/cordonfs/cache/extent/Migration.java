package io.github.cordonfs.cache.extent;

import io.github.cordonfs.SoftOfflineResult;

/**
 * What came of moving a page to another frame.
 *
 * @param file the file that it is a page of
 * @param pageIndex index of the 4 KiB page in the file
 * @param newFrame where its data is now, -1 if it was not moved
 */
public record Migration(SoftOfflineResult result, FileExtents file, long pageIndex, int newFrame) {}
