package io.github.cordonfs.nio.channel;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Output streams, and the copies between providers that are made with them. */
@Tag("S78")
class OutputStreamTest extends CordonFixture {

  /** What the kernel makes up when it is read, and says has no bytes. */
  private static final Path MADE_UP = Path.of("/proc/version");

  @TempDir private Path directory;

  static Stream<List<OpenOption>> optionSets() {
    List<OpenOption> all =
        List.of(
            WRITE,
            APPEND,
            CREATE,
            CREATE_NEW,
            TRUNCATE_EXISTING,
            DELETE_ON_CLOSE,
            SPARSE,
            READ,
            NOFOLLOW_LINKS);
    List<List<OpenOption>> sets = new ArrayList<>();
    sets.add(List.of());
    for (OpenOption one : all) {
      sets.add(List.of(one));
      for (OpenOption two : all) {
        if (!one.equals(two)) {
          sets.add(List.of(one, two));
          sets.add(List.of(one, two, CREATE));
        }
      }
    }
    return sets.stream();
  }

  /** What comes of a file, there before or not, that is written through a stream. */
  private static String written(Path file, boolean exists, List<OpenOption> options)
      throws IOException {
    Files.deleteIfExists(file);
    if (exists) {
      Files.write(file, new byte[] {9, 9, 9});
    }
    String said = "";
    try (OutputStream out = Files.newOutputStream(file, options.toArray(new OpenOption[0]))) {
      out.write(1);
      out.write(new byte[] {0, 2, 3, 0}, 1, 2);
      out.write(new byte[0]);
      out.flush();
    } catch (IOException | RuntimeException e) {
      said = e.getClass().getSimpleName();
    }
    return said + (Files.exists(file) ? Arrays.toString(Files.readAllBytes(file)) : " none");
  }

  @ParameterizedTest
  @MethodSource("optionSets")
  void everySetOfOptionsDoesAsWithTheDefaultProvider(List<OpenOption> options) throws IOException {
    for (boolean exists : new boolean[] {true, false}) {
      assertThat(written(path("/f"), exists, options))
          .isEqualTo(written(directory.resolve("f"), exists, options));
    }
  }

  @Test
  void aClosedStreamWritesNoMore() throws IOException {
    for (Path file : List.of(path("/f"), directory.resolve("f"))) {
      OutputStream out = Files.newOutputStream(file);
      out.write(7);
      out.close();
      out.close();
      assertThatThrownBy(() -> out.write(1)).isExactlyInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(() -> out.write(new byte[2]))
          .isExactlyInstanceOf(ClosedChannelException.class);
      // Nothing is to be written.
      out.write(new byte[2], 1, 0);
      out.flush();
      assertThatThrownBy(() -> out.write(new byte[2], 1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> out.write(null, 0, 0)).isInstanceOf(NullPointerException.class);
      assertThat(file).hasBinaryContent(new byte[] {7});
    }
  }

  @Test
  @Tag("A4")
  void aWriteEndsBeforeAPoisonedPage() throws IOException {
    Path file = fileWithPoison("/f", 3, 1);
    try (OutputStream out = Files.newOutputStream(file, WRITE)) {
      assertThatThrownBy(() -> out.write(new byte[2 * PAGE]))
          .isInstanceOf(PoisonedPageException.class);
    }
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(in.readNBytes(PAGE)).isEqualTo(new byte[PAGE]);
    }
  }

  @Test
  void callsOfSeveralThreadsStayTogether() throws Exception {
    try (OutputStream out = Files.newOutputStream(path("/f"))) {
      Together.Task[] writers = new Together.Task[4];
      for (int i = 0; i < writers.length; i++) {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) i);
        writers[i] = () -> out.write(bytes);
      }
      Together.run(writers);
    }
    byte[] all = Files.readAllBytes(path("/f"));
    assertThat(all).hasSize(400_000);
    for (int i = 0; i < all.length; i++) {
      assertThat(all[i]).isEqualTo(all[i / 100_000 * 100_000]);
    }
  }

  /** A way to bring the bytes of a file into another one. */
  interface Copy {
    void from(Path source, Path target, CopyOption... options) throws IOException;
  }

  static Stream<Copy> copies() {
    return Stream.of(
        (from, to, options) -> Files.copy(from, to, options),
        (from, to, options) -> {
          try (InputStream in = Files.newInputStream(from)) {
            // COPY_ATTRIBUTES is for files.
            boolean replace = Arrays.asList(options).contains(REPLACE_EXISTING);
            Files.copy(in, to, replace ? new CopyOption[] {REPLACE_EXISTING} : new CopyOption[0]);
          }
        },
        (from, to, options) -> {
          boolean replace = Arrays.asList(options).contains(REPLACE_EXISTING);
          try (OutputStream out = Files.newOutputStream(to, replace ? CREATE : CREATE_NEW)) {
            Files.copy(from, out);
          }
        },
        (from, to, options) -> {
          boolean replace = Arrays.asList(options).contains(REPLACE_EXISTING);
          try (InputStream in = Files.newInputStream(from);
              OutputStream out = Files.newOutputStream(to, replace ? CREATE : CREATE_NEW)) {
            in.transferTo(out);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("copies")
  void filesAreCopiedFromAndToAnyProvider(Copy copy) throws IOException {
    byte[] bytes = bytes(300_001);
    List<Path> targets = List.of(path("/"), directory);
    Files.write(path("/source"), bytes);
    Files.write(directory.resolve("source"), bytes);
    Files.write(path("/empty"), new byte[0]);
    for (Path to : targets) {
      for (Path from : targets) {
        copy.from(from.resolve("source"), to.resolve("target"));
        assertThat(to.resolve("target")).hasBinaryContent(bytes);
        assertThatThrownBy(() -> copy.from(from.resolve("source"), to.resolve("target")))
            .isInstanceOf(FileAlreadyExistsException.class);
        copy.from(from.resolve("source"), to.resolve("target"), REPLACE_EXISTING, COPY_ATTRIBUTES);
        assertThat(to.resolve("target")).hasBinaryContent(bytes);
        Files.delete(to.resolve("target"));
      }
      copy.from(path("/empty"), to.resolve("nothing"));
      assertThat(to.resolve("nothing")).isEmptyFile();
    }
  }

  @ParameterizedTest
  @MethodSource("copies")
  void whatIsMadeUpAsItIsReadIsCopied(Copy copy) throws IOException {
    assertThat(Files.size(MADE_UP)).isZero();
    copy.from(MADE_UP, path("/version"));
    assertThat(path("/version")).hasBinaryContent(Files.readAllBytes(MADE_UP)).isNotEmptyFile();
    copy.from(MADE_UP, path("/version"), REPLACE_EXISTING);
    assertThat(path("/version")).hasBinaryContent(Files.readAllBytes(MADE_UP));
  }

  @Test
  @Tag("S7")
  void aCopyFromElsewhereThatFailsLeavesWhatItWrote() throws IOException {
    for (Path file : List.of(path("/f"), directory.resolve("f"))) {
      assertThatThrownBy(() -> Files.copy(new FailingLate(), file))
          .isInstanceOf(IOException.class)
          .hasMessage("broken");
      assertThat(file).hasBinaryContent(new byte[] {1, 1});
    }
  }

  /** Hands out two bytes, one at a time, and then fails. */
  private static final class FailingLate extends InputStream {
    private int left = 2;

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("broken");
      }
      return 1;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      b[off] = (byte) read();
      return 1;
    }
  }

  @Test
  @Tag("S47")
  void anInterruptIsLeftAlone() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    Thread.currentThread().interrupt();
    try (OutputStream out = Files.newOutputStream(path("/f"))) {
      out.write(bytes(10));
    }
    Files.copy(path("/f"), read);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(read.toByteArray()).isEqualTo(bytes(10));
  }
}
