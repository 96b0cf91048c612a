package io.github.cordonfs.conformance.behaviour;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AttributesTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.LINKS, CordonFeature.SYMBOLIC_LINKS, CordonFeature.UNIX_VIEW);
  }

  private static final FileTime EXACT =
      FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z"));

  @Test
  void kindAndSizeAreSeen() throws IOException {
    file("/f", 7);
    directory("/d");
    link("/link", path("f"));
    fact("7 file", () -> kind(path("/f")));
    fact("7 file", () -> kind(path("/link")));
    fact("directory", () -> kind(path("/d")).replaceFirst("[0-9]+ ", ""));
    fact(
        "true",
        () ->
            Files.readAttributes(path("/link"), BasicFileAttributes.class, NOFOLLOW_LINKS)
                .isSymbolicLink());
    fact(
        "1",
        () -> Files.getAttribute(path("/link"), "size", NOFOLLOW_LINKS),
        unless(Difference.JIMFS_ATTRIBUTES, "0"));
  }

  private static String kind(Path path) throws IOException {
    BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class);
    return all.size()
        + " "
        + (all.isDirectory() ? "directory" : all.isRegularFile() ? "file" : "other");
  }

  @Test
  void attributesHaveNamesInViews() throws IOException {
    Path file = file("/f", 7);
    fact("7", () -> Files.getAttribute(file, "size"));
    fact("7", () -> Files.getAttribute(file, "basic:size"));
    fact("7", () -> Files.getAttribute(file, "posix:size"));
    fact("7", () -> Files.getAttribute(file, "unix:size"));
    fact("[isDirectory, size]", () -> names(file, "size,isDirectory"));
    fact(
        "[creationTime, fileKey, isDirectory, isOther, isRegularFile, isSymbolicLink,"
            + " lastAccessTime, lastModifiedTime, size]",
        () -> names(file, "*"));
    fact("[owner]", () -> names(file, "owner:*"));
    fact(
        "[creationTime, fileKey, group, isDirectory, isOther, isRegularFile, isSymbolicLink,"
            + " lastAccessTime, lastModifiedTime, owner, permissions, size]",
        () -> names(file, "posix:*"));
    fact("[ctime, ino, mode, nlink]", () -> names(file, "unix:mode,ino,nlink,ctime"));
    fact("IllegalArgumentException", () -> names(file, "nothing"));
    fact("IllegalArgumentException", () -> names(file, "posix:ino"));
    fact("IllegalArgumentException", () -> names(file, ""));
    fact("UnsupportedOperationException", () -> names(file, "strange:size"));
  }

  private static Set<String> names(Path path, String list) throws IOException {
    return new TreeSet<>(Files.readAttributes(path, list).keySet());
  }

  @Test
  void viewsThatAreNotThereAreNull() throws IOException {
    Path file = file("/f", 7);
    fact("basic", () -> Files.getFileAttributeView(file, BasicFileAttributeView.class).name());
    fact("true", () -> fileSystem().supportedFileAttributeViews().contains("posix"));
    fact("true", () -> fileSystem().supportedFileAttributeViews().contains("unix"));
    fact("UnsupportedOperationException", () -> Files.readAttributes(file, Odd.class));
    fact("null", () -> Files.getFileAttributeView(file, OddView.class));
  }

  private interface Odd extends DosFileAttributes {}

  private interface OddView extends DosFileAttributeView {}

  @Test
  void timesAreExactToTheNanosecond() throws IOException {
    Path file = file("/f", 7);
    Files.setLastModifiedTime(file, EXACT);
    fact("2001-02-03T04:05:06.123456789Z", () -> Files.getLastModifiedTime(file));
    BasicFileAttributeView view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    view.setTimes(null, EXACT, null);
    fact("2001-02-03T04:05:06.123456789Z", () -> view.readAttributes().lastAccessTime());
    fact("2001-02-03T04:05:06.123456789Z", () -> view.readAttributes().lastModifiedTime());
    FileTime before = FileTime.from(Instant.parse("1965-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, before);
    fact("1965-01-01T00:00:00Z", () -> Files.getLastModifiedTime(file));
    FileTime split = FileTime.from(Instant.parse("1965-01-01T00:00:00.5Z"));
    Files.setLastModifiedTime(file, split);
    fact(
        "1970-01-01T00:00:00Z",
        () -> Files.getLastModifiedTime(file),
        unless(Difference.JIMFS_ATTRIBUTES, "1965-01-01T00:00:00.5Z"),
        unless(Difference.TIMES_BEFORE_1970, "1965-01-01T00:00:00.5Z"));
    view.setTimes(null, null, EXACT);
    fact(
        "false",
        () -> view.readAttributes().creationTime().equals(EXACT),
        unless(Difference.JIMFS_ATTRIBUTES, "true"),
        unless(Difference.CREATION_TIME, "true"));
  }

  @Test
  void whatChangesAFileChangesItsTimes() throws IOException {
    Path file = file("/f", 7);
    Path directory = directory("/d");
    Files.setLastModifiedTime(file, EXACT);
    Files.readAllBytes(file);
    fact("true", () -> Files.getLastModifiedTime(file).equals(EXACT));
    Files.write(file, bytes(1));
    fact("false", () -> Files.getLastModifiedTime(file).equals(EXACT));
    Files.setLastModifiedTime(file, EXACT);
    Files.createLink(path("/g"), file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    fact("true", () -> Files.getLastModifiedTime(file).equals(EXACT));
    Files.setLastModifiedTime(directory, EXACT);
    Files.move(path("/g"), path("/d/g"));
    fact("false", () -> Files.getLastModifiedTime(directory).equals(EXACT));
    Files.setLastModifiedTime(directory, EXACT);
    Files.write(path("/d/g"), bytes(9));
    fact("true", () -> Files.getLastModifiedTime(directory).equals(EXACT));
    Files.setAttribute(file, "lastAccessTime", EXACT);
    Files.readAllBytes(file);
    boolean unnoticed = configuration.options().atime() == AtimePolicy.NOATIME;
    fact("" + unnoticed, () -> Files.getAttribute(file, "lastAccessTime").equals(EXACT));
  }

  @Test
  void permissionsAreStoredAndShown() throws IOException {
    Path file = file("/f", 7);
    fact(configuration.masked("rw-rw-rw-"), () -> permissions(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x-w--wx"));
    fact("r-x-w--wx", () -> permissions(file));
    fact(
        "33107",
        () -> Files.getAttribute(file, "unix:mode"),
        unless(Difference.JIMFS_PERMISSIONS, "339"));
    Files.setAttribute(file, "posix:permissions", Set.of(PosixFilePermission.OWNER_READ));
    fact("r--------", () -> permissions(file));
    fact(
        configuration.masked("rwxrwxrwx"),
        () -> permissions(directory("/d")),
        unless(Difference.JIMFS_PERMISSIONS, "rw-r--r--"));
  }

  @Test
  void aFileIsMadeWithPermissions() throws IOException {
    fact(
        "rw-------",
        () ->
            permissions(
                Files.createFile(
                    path("/f"),
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rw-------")))));
    fact(
        "rwx------",
        () ->
            permissions(
                Files.createDirectory(
                    path("/d"),
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------")))));
    fact(
        "UnsupportedOperationException",
        () ->
            Files.createSymbolicLink(
                path("/l"), path("f"), PosixFilePermissions.asFileAttribute(Set.of())),
        unless(Difference.JIMFS_PERMISSIONS, "/l"));
  }

  /** A time to make something with. */
  private record InitialTime(String name, FileTime value) implements FileAttribute<FileTime> {}

  @Test
  void nothingIsMadeWithATime() throws IOException {
    InitialTime time = new InitialTime("lastModifiedTime", EXACT);
    fact(
        "UnsupportedOperationException",
        () -> Files.getLastModifiedTime(Files.createFile(path("/f"), time)),
        unless(Difference.INITIAL_ATTRIBUTES, EXACT.toString()));
    fact(
        "UnsupportedOperationException",
        () -> Files.getLastModifiedTime(Files.createDirectory(path("/d"), time)),
        unless(Difference.INITIAL_ATTRIBUTES, EXACT.toString()));
    fact(
        "UnsupportedOperationException",
        () -> Files.createSymbolicLink(path("/l"), path("f"), time));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void keysTellFilesApart() throws IOException {
    Path file = file("/f", 7);
    Files.createLink(path("/g"), file);
    file("/h", 7);
    fact("true", () -> key("/f").equals(key("/g")));
    fact("false", () -> key("/f").equals(key("/h")));
    Files.move(path("/g"), path("/i"));
    fact("true", () -> key("/f").equals(key("/i")));
  }

  private Object key(String name) throws IOException {
    return Files.readAttributes(path(name), BasicFileAttributes.class).fileKey();
  }

  @Test
  void aFileHasAnOwnerAndItsStore() throws IOException {
    Path file = file("/f", 7);
    fact(
        "true",
        () ->
            fileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(Files.getOwner(file).getName())
                .equals(Files.getOwner(file)));
    fact("true", () -> Files.getFileStore(file).supportsFileAttributeView("posix"));
    fact("false", () -> Files.getFileStore(file).isReadOnly());
    fact(
        "NoSuchFileException /no",
        () -> Files.getFileStore(path("/no")).name(),
        unless(Difference.JIMFS_ATTRIBUTES, "jimfs"));
  }

  @Test
  void someAttributesCannotBeSet() throws IOException {
    Path file = file("/f", 7);
    fact("IllegalArgumentException", () -> Files.setAttribute(file, "size", 9L));
    fact(
        "IllegalArgumentException",
        () -> Files.setAttribute(file, "nothing", 9L),
        unless(Difference.JIMFS_CHECKS, "UnsupportedOperationException"));
    fact("UnsupportedOperationException", () -> Files.setAttribute(file, "strange:size", 9L));
    fact(
        "ClassCastException",
        () -> Files.setAttribute(file, "lastModifiedTime", 9L),
        unless(Difference.JIMFS_CHECKS, "IllegalArgumentException"));
    fact("NoSuchFileException /no", () -> Files.setLastModifiedTime(path("/no"), EXACT));
  }
}
