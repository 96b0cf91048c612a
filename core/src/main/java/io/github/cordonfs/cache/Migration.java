package io.github.cordonfs.cache;

import io.github.cordonfs.SoftOfflineResult;

/**
 * What came of moving a page to another frame.
 *
 * @param space the file's data
 * @param pageIndex index of the 4 KiB page in the file
 * @param newFrame where its data is now, -1 if it was not moved
 */
public record Migration(
    SoftOfflineResult result, AddressSpace space, long pageIndex, int newFrame) {}
