package io.github.cordonfs.conformance.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of a file without reading it, as far as two file systems must agree. The size of a
 * directory is its file system's own affair. Times that were set are long ago; one that is not was
 * given by a clock, and only that it was given can be the same.
 *
 * @param accessed empty for a link: whether an operation that fails has followed it, nobody
 *     promises
 * @param kind d, f or l
 * @param size 0 for a directory
 */
record Snapshot(
    char kind, long size, int links, int mode, String modified, String accessed, String owner) {

  /** Before any clock's time, and after all that are set. */
  static final Instant SET_BEFORE = Instant.parse("2015-01-01T00:00:00Z");

  static Snapshot of(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            path,
            "unix:mode,nlink,size,isDirectory,isSymbolicLink,lastModifiedTime,lastAccessTime,owner,group",
            options);
    boolean directory = (boolean) all.get("isDirectory");
    boolean link = (boolean) all.get("isSymbolicLink");
    return new Snapshot(
        directory ? 'd' : link ? 'l' : 'f',
        directory ? 0 : (long) all.get("size"),
        (int) all.get("nlink"),
        (int) all.get("mode"),
        time(all.get("lastModifiedTime")),
        link ? "" : time(all.get("lastAccessTime")),
        all.get("owner") + ":" + all.get("group"));
  }

  private static String time(Object time) {
    Instant instant = ((FileTime) time).toInstant();
    return instant.isBefore(SET_BEFORE) ? instant.toString() : "by clock";
  }
}
