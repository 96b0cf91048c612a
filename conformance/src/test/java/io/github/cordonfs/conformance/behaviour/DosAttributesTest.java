package io.github.cordonfs.conformance.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.cordonfs.CordonFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DosAttributesTest extends Behaviour {

  @Override
  Set<CordonFeature> needs() {
    return Set.of(CordonFeature.DOS_VIEW, CordonFeature.USER_VIEW, CordonFeature.SYMBOLIC_LINKS);
  }

  private static final String[] BITS = {"readonly", "hidden", "system", "archive"};

  @Test
  void theViewIsThere() throws IOException {
    Path file = file("/f", 7);
    fact("true", () -> fileSystem().supportedFileAttributeViews().contains("dos"));
    fact("true", () -> Files.getFileStore(file).supportsFileAttributeView("dos"));
    fact(
        "true",
        () -> Files.getFileStore(file).supportsFileAttributeView(DosFileAttributeView.class));
    fact("dos", () -> Files.getFileAttributeView(file, DosFileAttributeView.class).name());
    fact(
        "false",
        () -> Files.readAttributes(file, PosixFileAttributes.class) instanceof DosFileAttributes);
    fact(
        "[archive, creationTime, fileKey, hidden, isDirectory, isOther, isRegularFile,"
            + " isSymbolicLink, lastAccessTime, lastModifiedTime, readonly, size, system]",
        () -> new TreeSet<>(Files.readAttributes(file, "dos:*").keySet()),
        unless(
            Difference.JIMFS_DOS,
            "[archive, creationTime, fileKey, hidden, isDirectory, isOther, isRegularFile,"
                + " isSymbolicLink, lastAccessTime, lastModifiedTime, owner, readonly, size,"
                + " system]"));
  }

  @Test
  void bitsAreSetAndCleared() throws IOException {
    Path file = file("/f", 7);
    fact("{archive=false, hidden=false, readonly=false, system=false}", () -> bits(file));
    for (String bit : BITS) {
      Files.setAttribute(file, "dos:" + bit, true);
    }
    fact("{archive=true, hidden=true, readonly=true, system=true}", () -> bits(file));
    Files.setAttribute(file, "dos:readonly", false);
    Files.setAttribute(file, "dos:system", false);
    fact("{archive=true, hidden=true, readonly=false, system=false}", () -> bits(file));
    fact("false", () -> Files.isHidden(file), unless(Difference.JIMFS_DOS, "true"));
    fact("true", () -> Files.isWritable(file));
    Path directory = directory("/d");
    Files.setAttribute(directory, "dos:archive", true);
    fact("{archive=true, hidden=false, readonly=false, system=false}", () -> bits(directory));
  }

  private static Map<String, Object> bits(Path path) throws IOException {
    return new TreeMap<>(Files.readAttributes(path, "dos:" + String.join(",", BITS)));
  }

  @Test
  void theyAreKeptInTheViewUser() throws IOException {
    Path file = file("/f", 7);
    Files.setAttribute(file, "dos:hidden", false);
    fact("[]", () -> Files.readAttributes(file, "user:*").keySet());
    for (String kept : new String[] {"0x1", "0x3", "0x7", "0x27"}) {
      Files.setAttribute(
          file, "dos:" + BITS[Math.min(3, Integer.bitCount(bitsOf(kept)) - 1)], true);
      fact(kept + "\0", () -> kept(file), unless(Difference.JIMFS_DOS, "IllegalArgumentException"));
    }
    for (String foreign : new String[] {"0x2", "0x0012\0", "0x100", "0x-1", "0x+2", "0xff\0"}) {
      keep(file, foreign);
      fact(
          Boolean.toString((bitsOf(foreign) & 2) != 0),
          () -> Files.getAttribute(file, "dos:hidden"),
          unless(Difference.JIMFS_DOS, "true"));
      Files.setAttribute(file, "dos:archive", true);
      String added = "0x" + Integer.toHexString(bitsOf(foreign) | 0x20) + "\0";
      boolean same = (bitsOf(foreign) & 0x20) != 0;
      fact(same ? foreign : added, () -> kept(file), unless(Difference.JIMFS_DOS, foreign));
    }
    for (String wrong : new String[] {"", "\0", "0x", "2", "0X2", "0xffffffff", "0x2\0\0", "abc"}) {
      keep(file, wrong);
      String reason = "Value of user.DOSATTRIB attribute is invalid";
      fact(
          "IOException: " + reason,
          () -> Files.getAttribute(file, "dos:hidden"),
          unless(Difference.CHANNEL_ERRORS, "FileSystemException /f: " + reason),
          unless(Difference.JIMFS_DOS, "true"));
    }
    keep(file, "0x" + "0".repeat(22) + "2");
    fact(
        "FileSystemException /f: Numerical result out of range",
        () -> Files.getAttribute(file, "dos:hidden"),
        unless(Difference.JIMFS_DOS, "true"));
  }

  private static int bitsOf(String kept) {
    return Integer.parseInt(kept.replace("\0", "").substring(2), 16);
  }

  private static String kept(Path path) throws IOException {
    return new String((byte[]) Files.getAttribute(path, "user:DOSATTRIB"), UTF_8);
  }

  private static void keep(Path path, String text) throws IOException {
    Files.setAttribute(path, "user:DOSATTRIB", text.getBytes(UTF_8));
  }

  @Test
  void aSymbolicLinkHasNone() throws IOException {
    Path link = link("/link", file("/f", 7));
    Files.setAttribute(link, "dos:hidden", true);
    fact("true", () -> Files.getAttribute(path("/f"), "dos:hidden", NOFOLLOW_LINKS));
    String error =
        "FileSystemException /link: Too many levels of symbolic links or unable to access"
            + " attributes of symbolic link";
    fact(
        error,
        () -> Files.getAttribute(link, "dos:hidden", NOFOLLOW_LINKS),
        unless(Difference.JIMFS_DOS, "false"));
    fact(
        error,
        () -> Files.setAttribute(link, "dos:hidden", false, NOFOLLOW_LINKS),
        unless(Difference.JIMFS_DOS, "/link"));
    DosFileAttributeView view =
        Files.getFileAttributeView(link, DosFileAttributeView.class, NOFOLLOW_LINKS);
    view.setTimes(FileTime.fromMillis(5000), null, null);
    fact("1970-01-01T00:00:05Z", () -> Files.getLastModifiedTime(link, NOFOLLOW_LINKS));
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path file = file("/f", 7);
    fact("IllegalArgumentException", () -> Files.getAttribute(file, "dos:colour"));
    fact("IllegalArgumentException", () -> Files.getAttribute(file, "dos:permissions"));
    fact(
        "ClassCastException",
        () -> Files.setAttribute(file, "dos:hidden", "yes"),
        unless(Difference.JIMFS_CHECKS, "IllegalArgumentException"));
    fact("IllegalArgumentException", () -> Files.setAttribute(file, "dos:size", 9L));
    fact(
        "IllegalArgumentException",
        () -> Files.setAttribute(file, "dos:colour", true),
        unless(Difference.JIMFS_CHECKS, "UnsupportedOperationException"));
    fact(
        "IllegalArgumentException",
        () -> Files.getAttribute(path("/no"), "dos:colour"),
        unless(Difference.JIMFS_CHECKS, "NoSuchFileException /no"));
    fact("NoSuchFileException /no", () -> Files.getAttribute(path("/no"), "dos:hidden"));
    fact("NoSuchFileException /no", () -> Files.setAttribute(path("/no"), "dos:hidden", true));
    fact(
        "FileSystemException /f/no: Not a directory",
        () -> Files.getAttribute(path("/f/no"), "dos:hidden"),
        unless(Difference.JIMFS_WORDS, "NoSuchFileException /f/no"));
  }

  @Test
  void copiesTakeThemAlongWhenAskedTo() throws IOException {
    Path file = file("/f", 7);
    Files.setAttribute(file, "dos:hidden", true);
    Files.copy(file, path("/with"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(file, path("/without"));
    fact("true", () -> Files.getAttribute(path("/with"), "dos:hidden"));
    fact("false", () -> Files.getAttribute(path("/without"), "dos:hidden"));
  }
}
