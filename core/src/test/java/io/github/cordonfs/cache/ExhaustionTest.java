package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.os.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real want of memory, in a process of its own, is "no space": no signal, no crash, no killer. */
@EnabledOnOs(OS.LINUX)
class ExhaustionTest {

  private static final int SIZE_MB = 4096;
  private static final int GROUP_MB = 400;

  @TempDir private Path directory;

  /** The units of {@code ulimit -f} are 512 bytes or 1 KiB, as the shell likes. */
  @Test
  void whereAFileMayNotGrowNoSpaceIsLeftAndNothingElseHappens() throws Exception {
    String output = run("ulimit -f 131072 && ");
    long written = written(output);
    assertThat(written).isBetween(1L << 20, 128L << 20);
  }

  @Test
  void whereTheGroupHasAMemoryLimitNobodyIsKilled() throws Exception {
    Path group = makeGroup();
    if (group == null) {
      System.out.println("ExhaustionTest: no control group can be made here");
      return;
    }
    try {
      String output = run("echo $$ > " + group.resolve("cgroup.procs") + " && ");
      assertThat(written(output)).isBetween(1L << 20, (long) GROUP_MB << 20);
      assertThat(kills(group)).as("killed by the kernel").isZero();
    } finally {
      Files.deleteIfExists(group);
    }
  }

  private String run(String before) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            "sh",
            "-c",
            before + "exec \"$0\" \"$@\"",
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=" + directory.resolve("hs_err.log"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ExhaustionChild.class.getName(),
            Integer.toString(SIZE_MB));
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = ChildProcess.endsWithin(100, child);
    String text = Files.readString(output);
    assertThat(ended).as("the child ended by itself: %s", text).isTrue();
    assertThat(child.exitValue()).as(text).isZero();
    assertThat(text).contains("result -3 ").endsWith("done\n");
    assertThat(directory.resolve("hs_err.log")).doesNotExist();
    return text;
  }

  private static long written(String output) {
    return Long.parseLong(output.replaceAll("(?s).*written (\\d+) of.*", "$1"));
  }

  /**
   * Makes a memory control group inside this process's own, of version 1 or 2; null if it may not.
   */
  private static Path makeGroup() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
      for (String line : lines.toList()) {
        String[] parts = line.split(":", 3);
        if (parts[1].equals("memory")) {
          return makeGroup("/sys/fs/cgroup/memory" + parts[2], "memory.limit_in_bytes");
        }
        if (parts[1].isEmpty() && Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
          return makeGroup("/sys/fs/cgroup" + parts[2], "memory.max");
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }

  private static Path makeGroup(String parent, String limitFile) throws IOException {
    Path group = Path.of(parent, "cordon-test-" + ProcessHandle.current().pid());
    Files.createDirectory(group);
    try {
      Files.writeString(group.resolve(limitFile), Long.toString((long) GROUP_MB << 20));
      return group;
    } catch (IOException e) {
      Files.delete(group);
      throw e;
    }
  }

  private static long kills(Path group) throws IOException {
    for (String file : List.of("memory.oom_control", "memory.events")) {
      if (Files.exists(group.resolve(file))) {
        for (String line : Files.readString(group.resolve(file)).split("\n", -1)) {
          if (line.startsWith("oom_kill ")) {
            return Long.parseLong(line.substring("oom_kill ".length()));
          }
        }
      }
    }
    return 0;
  }
}
