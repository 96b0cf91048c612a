package io.github.cordonfs.conformance.alike;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Set-uid, set-gid and sticky. */
@Tag("S85")
class ModesTest {

  private static final int[] MODES = {07777, 04755, 02755, 02644, 06711, 01777, 0100600, 0170000};

  private static String mode(Path path) throws Exception {
    return Integer.toOctalString((int) Files.getAttribute(path, "unix:mode"));
  }

  private static void set(Path path, String name, Object value) throws Exception {
    Files.setAttribute(path, name, value);
  }

  @Test
  void theModeKeepsAllTwelveBitsAndPermissionsSetNine() throws Exception {
    Alike.check(all -> {
      for (Path path : new Path[] {all.file("f", 1), Files.createDirectory(all.path("d"))}) {
        for (int mode : MODES) {
          set(path, "unix:mode", mode);
          String what = path.getFileName() + " " + Integer.toOctalString(mode);
          all.note(what, () -> mode(path));
          all.note(
              what + " permissions",
              () -> PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x--x"));
          all.note(what + " after permissions", () -> mode(path));
        }
      }
    });
  }

  @Test
  void aCopyTakesThemAsTheKernelMakesFiles() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 1);
      Path directory = Files.createDirectory(all.path("d"));
      for (int mode : MODES) {
        set(file, "unix:mode", mode);
        set(directory, "unix:mode", mode);
        for (Path each : new Path[] {file, directory}) {
          String name = each.getFileName() + Integer.toOctalString(mode);
          Path plain = Files.copy(each, all.path(name));
          all.note(name, () -> without(mode(plain)));
          Path exact = Files.copy(each, all.path(name + "a"), StandardCopyOption.COPY_ATTRIBUTES);
          all.note(name + " with attributes", () -> mode(exact));
          Path moved = Files.move(exact, all.path(name + "m"));
          all.note(name + " moved", () -> mode(moved));
        }
      }
    });
  }

  /** The umask of this process is not Cordon's, unless somebody says so. */
  private static String without(String mode) {
    return Integer.toOctalString(Integer.parseInt(mode, 8) & ~022);
  }

  @Test
  void aFileThatIsGivenAwayLosesThem() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 1);
      Path directory = Files.createDirectory(all.path("d"));
      for (Path path : new Path[] {file, directory}) {
        for (int mode : MODES) {
          for (String attribute : new String[] {"uid", "gid"}) {
            for (int owner : new int[] {0, 12345, -1}) {
              set(path, "unix:mode", mode);
              set(path, "unix:" + attribute, owner);
              all.note(
                  path.getFileName()
                      + " "
                      + Integer.toOctalString(mode)
                      + " "
                      + attribute
                      + " "
                      + owner,
                  () -> mode(path));
            }
          }
        }
      }
    });
  }

  @Test
  void aDirectoryWithSetGidGivesItsGroup() throws Exception {
    Alike.check(all -> {
      Path source = all.file("source", 3);
      Path emptySource = Files.createDirectory(all.path("empty"));
      set(source, "unix:gid", 77);
      set(emptySource, "unix:gid", 77);
      Path top = Files.createDirectory(all.path("top"));
      set(top, "unix:gid", 12345);
      set(top, "unix:mode", 02755);
      Files.createFile(top.resolve("file"));
      Files.createDirectory(top.resolve("directory"));
      Files.createDirectory(top.resolve("directory/below"));
      Files.createSymbolicLink(top.resolve("link"), source.getFileName());
      Files.copy(source, top.resolve("copy"));
      Files.copy(emptySource, top.resolve("empty"));
      Files.copy(source, top.resolve("exact"), StandardCopyOption.COPY_ATTRIBUTES);
      Files.copy(emptySource, top.resolve("exactly"), StandardCopyOption.COPY_ATTRIBUTES);
      Files.write(top.resolve("written"), new byte[1]);
      Files.createLink(top.resolve("hard"), source);
      Files.move(all.file("g", 1), top.resolve("moved"));
      for (String name :
          new String[] {
            "file",
            "directory",
            "directory/below",
            "link",
            "copy",
            "empty",
            "exact",
            "exactly",
            "written",
            "hard",
            "moved"
          }) {
        Path path = top.resolve(name);
        all.note(
            name,
            () ->
                Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS)
                    + " "
                    + Integer.toOctalString(
                        (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS)
                            & 07000));
      }
    });
  }
}
