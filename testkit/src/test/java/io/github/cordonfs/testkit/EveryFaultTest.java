package io.github.cordonfs.testkit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * For each kind of fault a naive program, which does not survive it, and a careful one, which does.
 * What a force that fails or lies does to them is seen after a power cut: {@code
 * CarefulAndNaiveTest}.
 */
@ParameterizedClass
@EnumSource
class EveryFaultTest {

  @Parameter private DiskKind kind;

  private static final byte[] OLD = bytes("old ".repeat(1000));
  private static final byte[] NEW = bytes("new ".repeat(1000));

  /** A program that works on one file. */
  private interface Program {
    void run(Path file) throws Exception;
  }

  /** Whether what is there, or what the program was told, is right. */
  private interface Verdict {
    boolean isGood(Path file) throws Exception;
  }

  private void check(Consumer<Faults> fault, Program naive, Program careful, Verdict verdict)
      throws Exception {
    assertThat(survives(fault, naive, verdict)).as("the naive program").isFalse();
    assertThat(survives(fault, careful, verdict)).as("the careful program").isTrue();
  }

  private boolean survives(Consumer<Faults> fault, Program program, Verdict verdict)
      throws Exception {
    try (FaultDisk disk = kind.open()) {
      Path file = disk.fileSystem().getPath("/file");
      Files.write(file, OLD);
      fault.accept(disk.faults());
      boolean good;
      try {
        program.run(file);
        good = true;
      } catch (IOException e) {
        good = true; // It says that it failed, and what is there counts.
      } catch (RuntimeException | InternalError e) {
        good = false;
      }
      assertThat(disk.faults().fired()).isNotEmpty();
      disk.faults().disarm();
      return good && verdict.isGood(file);
    }
  }

  /** The file has the old content or the new one. */
  private static boolean isOldOrNew(Path file) throws IOException {
    byte[] found = Files.readAllBytes(file);
    return Arrays.equals(found, OLD) || Arrays.equals(found, NEW);
  }

  private static void overwrite(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      writeFully(channel, ByteBuffer.wrap(NEW));
    }
  }

  private static void replace(Path file) throws IOException {
    Path temporary = file.resolveSibling("temporary");
    try (FileChannel channel = FileChannel.open(temporary, CREATE, WRITE)) {
      writeFully(channel, ByteBuffer.wrap(NEW));
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Test
  void anErrorOfAWrite() throws Exception {
    check(
        faults -> faults.on("**").op(FileOp.WRITE).fail(Errno.EIO),
        file -> {
          try (FileChannel channel = FileChannel.open(file, TRUNCATE_EXISTING, WRITE)) {
            writeFully(channel, ByteBuffer.wrap(NEW));
          }
        },
        EveryFaultTest::replace,
        EveryFaultTest::isOldOrNew);
  }

  @Test
  void aFullDevice() throws Exception {
    check(
        faults -> faults.on("**").afterBytes(1000).fail(Errno.ENOSPC),
        EveryFaultTest::overwrite,
        EveryFaultTest::replace,
        EveryFaultTest::isOldOrNew);
  }

  @Test
  void tooManyOpenFiles() throws Exception {
    check(
        faults -> faults.on("/temporary").op(FileOp.OPEN).fail(Errno.EMFILE),
        file -> {
          Files.delete(file); // Before it knows that it can make another.
          replace(file);
        },
        EveryFaultTest::replace,
        file -> Files.exists(file) && isOldOrNew(file));
  }

  @Test
  void aShortWrite() throws Exception {
    check(
        faults -> faults.on("**").op(FileOp.WRITE).atMost(1000),
        file -> {
          try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.write(ByteBuffer.wrap(NEW));
          }
        },
        EveryFaultTest::overwrite,
        EveryFaultTest::isOldOrNew);
  }

  @Test
  void aShortRead() throws Exception {
    ByteBuffer read = ByteBuffer.allocate(OLD.length);
    check(
        faults -> faults.on("**").op(FileOp.READ).atMost(1000),
        file -> {
          try (FileChannel channel = FileChannel.open(file)) {
            channel.read(read.clear());
          }
        },
        file -> {
          read.clear();
          try (FileChannel channel = FileChannel.open(file)) {
            while (read.hasRemaining() && channel.read(read) >= 0) {
              // Until all of it is there.
            }
          }
        },
        _ -> Arrays.equals(read.array(), OLD));
  }

  @Test
  void tornWrites() throws Exception {
    for (int sector : new int[] {512, 4096}) {
      check(
          faults -> faults.on("**").op(FileOp.WRITE).once().tear(sector),
          file -> {
            try (FileChannel channel = FileChannel.open(file, WRITE)) {
              channel.write(ByteBuffer.wrap(bytes("new ".repeat(4000))));
            }
          },
          EveryFaultTest::replace,
          EveryFaultTest::isOldOrNew);
    }
  }

  @Test
  void aLostWrite() throws Exception {
    check(
        faults -> faults.on("**").op(FileOp.WRITE).once().lie(),
        file -> {
          write(file, NEW);
          write(file.resolveSibling("done"), new byte[0]);
        },
        file -> {
          write(file, NEW);
          if (!Arrays.equals(Files.readAllBytes(file), NEW)) {
            throw new IOException("not what was written");
          }
          write(file.resolveSibling("done"), new byte[0]);
        },
        file ->
            !Files.exists(file.resolveSibling("done"))
                || Arrays.equals(Files.readAllBytes(file), NEW));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
      writeFully(channel, ByteBuffer.wrap(bytes));
    }
  }

  @Test
  void wrongBytesOfARead() throws Exception {
    CRC32 expected = new CRC32();
    expected.update(OLD);
    for (Consumer<FaultRule> wrong :
        java.util.List.<Consumer<FaultRule>>of(
            rule -> rule.flipBit(1234, 5),
            rule -> rule.flipFirstBit(0),
            rule -> rule.zeroSectors(512))) {
      byte[][] delivered = {OLD};
      check(
          faults -> wrong.accept(faults.on("**").op(FileOp.READ)),
          file -> delivered[0] = Files.readAllBytes(file),
          file -> {
            delivered[0] = OLD;
            byte[] read = Files.readAllBytes(file);
            CRC32 crc = new CRC32();
            crc.update(read);
            if (crc.getValue() != expected.getValue()) {
              throw new IOException("the checksum is wrong");
            }
            delivered[0] = read;
          },
          _ -> Arrays.equals(delivered[0], OLD));
    }
  }

  /** Also one that is slow: the careful program answers without waiting for it. */
  @Test
  void anOperationThatDoesNotReturn() throws Exception {
    try (FaultDisk disk = kind.open()) {
      Path file = disk.fileSystem().getPath("/file");
      Hang hang = disk.faults().on("**").op(FileOp.WRITE).hang();
      CompletableFuture<String> naive =
          CompletableFuture.supplyAsync(
              () -> {
                writeUnchecked(file);
                return "answered";
              },
              EveryFaultTest::inNewThread);
      assertThat(hang.awaitCaught(Duration.ofSeconds(60))).isTrue();
      assertThat(naive).isNotDone();
      CompletableFuture<String> careful =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  CompletableFuture.runAsync(
                          () -> writeUnchecked(file), EveryFaultTest::inNewThread)
                      .get(1, TimeUnit.MILLISECONDS);
                  return "answered";
                } catch (TimeoutException _) {
                  return "the disk does not answer";
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              EveryFaultTest::inNewThread);
      assertThat(careful.get(60, TimeUnit.SECONDS)).isEqualTo("the disk does not answer");
      assertThat(naive).isNotDone();
      hang.release();
      assertThat(naive.get(60, TimeUnit.SECONDS)).isEqualTo("answered");
    }
  }

  private static void inNewThread(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private static void writeUnchecked(Path file) {
    try {
      write(file, NEW);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void memoryThatFailsUnderAMapping() throws Exception {
    String[] answer = new String[1];
    check(
        faults -> faults.on("**").op(FileOp.READ).strike(),
        file -> answer[0] = mapped(file),
        file -> {
          try {
            answer[0] = mapped(file);
          } catch (InternalError e) {
            answer[0] = "old "; // From a replica.
          }
        },
        _ -> "old ".equals(answer[0]));
  }

  private static String mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, OLD.length);
      try {
        channel.read(ByteBuffer.allocate(1), 0); // Under which the memory fails.
      } catch (IOException _) {
        // Of the mapping the program is told in another way.
      }
      byte[] word = new byte[4];
      mapped.get(0, word);
      return new String(word, StandardCharsets.UTF_8);
    }
  }

  @Test
  void memoryThatFailsUnderARead() throws Exception {
    byte[][] delivered = new byte[1][];
    check(
        faults -> faults.on("**").op(FileOp.READ).nth(1).strike(),
        file -> {
          delivered[0] = new byte[0];
          delivered[0] = Files.readAllBytes(file);
        },
        file -> {
          try {
            delivered[0] = Files.readAllBytes(file);
          } catch (IOException e) {
            delivered[0] = OLD; // From a replica.
          }
        },
        _ -> Arrays.equals(delivered[0], OLD));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
