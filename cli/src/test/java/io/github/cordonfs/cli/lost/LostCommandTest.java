package io.github.cordonfs.cli.lost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.cli.CommandRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("B7")
class LostCommandTest {

  @TempDir Path disk;

  private CordonFileSystem mount() throws IOException {
    return Cordon.mount(
        disk, CordonOptions.builder().size("4m").injection(true).writable(true).build());
  }

  private void lose(String... names) throws IOException {
    try (CordonFileSystem fs = mount()) {
      for (String name : names) {
        Path file = fs.getPath(name);
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.allocate(3 * 4096));
          fs.memoryFailures().strike(file, 4096);
        }
      }
    } catch (FileSystemException e) {
      assertThat(e).hasMessageContaining("memory failed");
    }
  }

  @Test
  void listsAndClears() throws IOException {
    assertThat(CommandRun.of("lost", disk.toString()))
        .isEqualTo(new CommandRun(0, "Nothing is lost in " + disk + "." + nl(), ""));
    lose("/one", "/a file");
    CommandRun listed = CommandRun.of("lost", disk.toString());
    assertThat(listed.exitCode()).isEqualTo(1);
    assertThat(listed.err()).isEmpty();
    assertThat(listed.out().lines())
        .contains("lost     one  [4096, 8192)", "lost     a file  [4096, 8192)")
        .contains("  cordon lost " + disk + " --clear 'one'");
    CommandRun cleared = CommandRun.of("lost", disk.toString(), "--clear", "a file");
    assertThat(cleared.exitCode()).isEqualTo(1);
    assertThat(cleared.out().lines())
        .contains("cleared  a file  [4096, 8192)", "lost     one  [4096, 8192)");
    CommandRun all = CommandRun.of("lost", disk.toString(), "--clear-all");
    assertThat(all.exitCode()).isZero();
    assertThat(all.out()).endsWith("Nothing is lost in " + disk + " any more." + nl());
    mount().close();
  }

  private static String nl() {
    return System.lineSeparator();
  }

  @Test
  void writesJson() throws IOException {
    lose("/one");
    CommandRun run = CommandRun.of("lost", disk.toString(), "--json", "-");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("lost     one");
    assertThat(run.out().replaceAll("\\s+", ""))
        .isEqualTo(
            "{\"directory\":\""
                + disk
                + "\",\"cleared\":[],\"lost\":[{\"path\":\"one\",\"ranges\":"
                + "[{\"offset\":4096,\"length\":4096}]}]}");
    Path file = disk.resolve("out.json");
    assertThat(CommandRun.of("lost", disk.toString(), "--json", file.toString()).exitCode())
        .isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo(run.out());
    assertThat(CommandRun.of("lost", disk.toString(), "--json", "/no/such/file").err())
        .contains("--json: there is no directory /no/such");
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    assertThat(CommandRun.of("lost")).returns(2, CommandRun::exitCode);
    CommandRun missing = CommandRun.of("lost", disk.resolve("none").toString());
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo("cordon lost: " + disk.resolve("none") + ": no such file or directory" + nl());
    Path file = Files.createFile(disk.resolve("file"));
    assertThat(CommandRun.of("lost", file.toString()).err()).contains("not a directory");
    lose("/one");
    CommandRun unknown = CommandRun.of("lost", disk.toString(), "--clear", "two");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo("cordon lost: " + disk + ": nothing is lost of a file two" + nl());
    CordonFileSystem fs = mount();
    try {
      assertThat(CommandRun.of("lost", disk.toString()).exitCode()).isEqualTo(1);
      CommandRun mounted = CommandRun.of("lost", disk.toString(), "--clear-all");
      assertThat(mounted.exitCode()).isEqualTo(2);
      assertThat(mounted.err()).contains("mounted for writing already");
    } finally {
      try {
        fs.close();
      } catch (FileSystemException e) {
        assertThat(e).hasMessageContaining("memory failed");
      }
    }
  }
}
