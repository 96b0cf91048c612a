package io.github.cordonfs.conformance.clients;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's file system of zip files, on a file in Cordon. */
class ZipFileSystemTest {

  private static final int LENGTH = 50_000;

  private FileSystem fs;
  private Path zip;

  @BeforeEach
  void make() throws IOException {
    fs = Cordon.newFileSystem(CordonOptions.builder().size(64 << 20).injection(true).build());
    zip = Files.createDirectory(fs.getPath("/d")).resolve("archive.zip");
    try (FileSystem entries = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.createDirectory(entries.getPath("/dir"));
      for (int i = 0; i < 20; i++) {
        Files.write(entries.getPath("/dir/entry" + i), noise(i));
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  /** Bytes that cannot be compressed, so that entries have pages of their own. */
  private static byte[] noise(int seed) {
    byte[] bytes = new byte[LENGTH];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    try (FileSystem entries = FileSystems.newFileSystem(zip)) {
      for (int i = 0; i < 20; i++) {
        assertThat(Files.readAllBytes(entries.getPath("/dir/entry" + i))).isEqualTo(noise(i));
      }
    }
  }

  @Test
  void anArchiveIsUpdatedInItsPlace() throws IOException {
    try (FileSystem entries = FileSystems.newFileSystem(zip)) {
      Files.delete(entries.getPath("/dir/entry3"));
      Files.move(entries.getPath("/dir/entry4"), entries.getPath("/dir/entry5"), REPLACE_EXISTING);
      Files.writeString(entries.getPath("/new"), "new");
    }
    Map<String, Integer> found = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        found.put(entry.getName(), bytes.length);
        if (entry.getName().equals("dir/entry5")) {
          assertThat(bytes).isEqualTo(noise(4));
        }
      }
    }
    assertThat(found)
        .hasSize(20)
        .containsEntry("new", 3)
        .doesNotContainKeys("dir/entry3", "dir/entry4");
    try (var left = Files.list(fs.getPath("/d"))) {
      assertThat(left).containsExactly(zip);
    }
  }

  @Test
  void anEntryOnALostPageIsAnErrorThatNamesTheArchiveAndTheOthersAreFine() throws IOException {
    // The middle of the third entry; the directory of the archive is at its end.
    CordonFileSystem.of(fs).memoryFailures().strike(zip, 2 * LENGTH + LENGTH / 2);
    try (FileSystem entries = FileSystems.newFileSystem(zip)) {
      assertThatExceptionOfType(PoisonedPageException.class)
          .isThrownBy(() -> Files.readAllBytes(entries.getPath("/dir/entry2")))
          .withMessageContaining("/d/archive.zip");
      for (int i = 0; i < 20; i++) {
        if (i != 2) {
          assertThat(Files.readAllBytes(entries.getPath("/dir/entry" + i))).isEqualTo(noise(i));
        }
      }
    }
  }
}
