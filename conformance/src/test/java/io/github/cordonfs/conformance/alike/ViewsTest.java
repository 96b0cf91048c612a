package io.github.cordonfs.conformance.alike;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What attribute views take and give. */
@Tag("S87")
class ViewsTest {

  private record Attribute(String name, Object value) implements FileAttribute<Object> {}

  private record Stranger(String getName) implements GroupPrincipal {
    @Override
    public String getName() {
      return getName;
    }
  }

  @Test
  void listsOfNamesAreReadAsTheJdkReadsThem() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 5);
      Files.setAttribute(file, "user:a", new byte[2]);
      for (String view : List.of("", "basic:", "posix:", "unix:", "owner:", "dos:", "user:")) {
        String one =
            switch (view) {
              case "owner:" -> "owner";
              case "user:" -> "a";
              default -> "size";
            };
        for (String names :
            List.of(
                "",
                ",",
                ",,",
                one,
                one + ",",
                "," + one,
                one + ",," + one,
                one + "," + one,
                "nothing",
                one + ",nothing",
                "*,nothing",
                "nothing,*",
                "*,,",
                ",*",
                "**",
                " " + one,
                one + ":",
                ":" + one,
                "::")) {
          all.note(view + names, () -> read(file, view + names));
        }
      }
      for (String list : List.of(":", ":size", "::size", ":*", "none:size", "none:", "none:*")) {
        all.note("of no view " + list, () -> read(file, list));
        all.note("set " + list, () -> Files.setAttribute(file, list, FileTime.fromMillis(0)));
      }
    });
  }

  private static Object read(Path file, String list) throws Exception {
    Map<String, Object> sorted = new TreeMap<>(Files.readAttributes(file, list));
    sorted.replaceAll((_, value) -> value instanceof byte[] bytes ? bytes.length : "");
    sorted.remove("blocks");
    return sorted;
  }

  @Test
  void whoAsksForAPartGetsNoMore() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 5);
      for (Class<? extends BasicFileAttributes> type :
          List.of(BasicFileAttributes.class, PosixFileAttributes.class)) {
        all.note(type.getSimpleName(), () -> kinds(Files.readAttributes(file, type)));
      }
      for (Class<? extends FileAttributeView> type :
          List.of(
              BasicFileAttributeView.class,
              FileOwnerAttributeView.class,
              PosixFileAttributeView.class,
              DosFileAttributeView.class,
              UserDefinedFileAttributeView.class)) {
        FileAttributeView view = Files.getFileAttributeView(file, type);
        all.note(type.getSimpleName(), () -> view.name() + kinds(view));
        if (view instanceof BasicFileAttributeView basic) {
          all.note(type.getSimpleName() + " reads", () -> kinds(basic.readAttributes()));
        }
      }
      try (Stream<Path> found =
          Files.find(
              file,
              0,
              (_, attributes) -> {
                all.note("find", () -> kinds(attributes));
                return true;
              })) {
        all.note("found", () -> found.count());
      }
    });
  }

  private static String kinds(Object object) {
    StringBuilder kinds = new StringBuilder();
    for (Class<?> type :
        List.of(
            BasicFileAttributes.class,
            PosixFileAttributes.class,
            DosFileAttributes.class,
            BasicFileAttributeView.class,
            FileOwnerAttributeView.class,
            PosixFileAttributeView.class,
            DosFileAttributeView.class,
            UserDefinedFileAttributeView.class)) {
      if (type.isInstance(object)) {
        kinds.append(' ').append(type.getSimpleName());
      }
    }
    return kinds.toString();
  }

  @Test
  void whatNothingIsMadeWithIsNotSupported() throws Exception {
    Alike.check(all -> {
      for (String name :
          List.of(
              "size",
              "basic:size",
              "basic:noSuchAttribute",
              "noSuchAttribute",
              "basic:",
              "posix:fileKey",
              "unix:ino",
              "unix:nothing",
              "posix:",
              ":",
              ":size",
              "none:a",
              "posix:permissions,",
              "owner:size",
              "posix:*",
              "*")) {
        for (Object value : new Object[] {Set.of(PosixFilePermission.OWNER_READ), "value"}) {
          Attribute attribute = new Attribute(name, value);
          String what = name + " " + value;
          Path free = all.path("free");
          all.note("file " + what, () -> Files.createFile(free, attribute));
          all.note("directory " + what, () -> Files.createDirectory(free, attribute));
          all.note(
              "channel " + what,
              () ->
                  Files.newByteChannel(
                      free,
                      Set.of(
                          java.nio.file.StandardOpenOption.CREATE,
                          java.nio.file.StandardOpenOption.WRITE),
                      attribute));
        }
      }
    });
  }

  @Test
  void aNameHasNoHalvesOfSurrogatePairs() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 1);
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      String half = "a\ud83d";
      all.note("write", () -> view.write(half, ByteBuffer.wrap(new byte[3])));
      all.note("list", view::list);
      all.note("size", () -> view.size(half));
      all.note("read", () -> view.read(half, ByteBuffer.allocate(9)));
      all.note("the other half", () -> view.size("a\ude00"));
      all.note("set", () -> Files.setAttribute(file, "user:\ude00b", new byte[4]));
      all.note("get", () -> ((byte[]) Files.getAttribute(file, "user:\ude00b")).length);
      all.note(
          "names", () -> Files.readAttributes(file, "user:*").keySet().stream().sorted().toList());
      all.note("whole", () -> view.write("\ud83d\ude00", ByteBuffer.wrap(new byte[1])));
      all.note("delete", () -> deleted(view, half));
      all.note("list after", () -> view.list().stream().sorted().toList());
      all.note("path", () -> all.fileSystem().getPath(half));
      all.note("path, other half", () -> all.fileSystem().getPath("\ude00a"));
      all.note("resolved", () -> file.resolveSibling(half));
      for (String glob :
          List.of(
              "*\ud83d",
              "?\ude00",
              "[a-\ud83d\ude00]",
              "[!\ud83d]",
              "{\ud83d,\ude00}",
              "\ud83d\ude00*")) {
        for (String name : List.of("\ud83d\ude00", "b", "a\ud83d\ude00")) {
          all.note(
              "glob " + glob + " " + name,
              () ->
                  all.fileSystem()
                      .getPathMatcher("glob:" + glob)
                      .matches(all.fileSystem().getPath(name)));
        }
      }
    });
  }

  private static Object deleted(UserDefinedFileAttributeView view, String name) throws Exception {
    view.delete(name);
    return "deleted";
  }

  @Test
  void anOwnerOfAnotherProviderIsRefused() throws Exception {
    Alike.check(all -> {
      Path file = all.file("f", 1);
      Stranger stranger = new Stranger("root");
      UserPrincipal group = Files.readAttributes(file, PosixFileAttributes.class).group();
      PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      FileOwnerAttributeView owner = Files.getFileAttributeView(file, FileOwnerAttributeView.class);
      all.note("owner", () -> Files.setOwner(file, stranger));
      all.note("owner view", () -> done(() -> owner.setOwner(stranger)));
      all.note("posix view", () -> done(() -> posix.setOwner(stranger)));
      all.note("group", () -> done(() -> posix.setGroup(stranger)));
      all.note("by name", () -> Files.setAttribute(file, "posix:owner", stranger));
      all.note("owner by name", () -> Files.setAttribute(file, "owner:owner", stranger));
      all.note("group by name", () -> Files.setAttribute(file, "unix:group", stranger));
      all.note("group as owner", () -> refused(() -> Files.setOwner(file, group)));
      all.note(
          "group as owner by name",
          () -> refused(() -> Files.setAttribute(file, "posix:owner", group)));
      all.note(
          "owner as group by name",
          () -> Files.setAttribute(file, "posix:group", Files.getOwner(file)));
      all.note("own owner", () -> Files.setOwner(file, Files.getOwner(file)));
      all.note("missing", () -> Files.setOwner(all.path("none"), stranger));
    });
  }

  private interface Step {
    void take() throws Exception;
  }

  private static Object done(Step step) throws Exception {
    step.take();
    return "done";
  }

  /** Only the words differ. */
  private static Object refused(Step step) throws Exception {
    try {
      step.take();
      return "done";
    } catch (java.io.IOException e) {
      return e.getClass().getSimpleName();
    }
  }
}
