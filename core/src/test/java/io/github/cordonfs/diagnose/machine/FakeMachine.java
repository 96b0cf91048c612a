package io.github.cordonfs.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Finding;
import io.github.cordonfs.Severity;
import io.github.cordonfs.diagnose.machine.SystemCalls.KillPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A machine of files in a directory of a test, with a kernel that answers what it is told to. At
 * first it has no file at all, a good JVM and calls that all work.
 */
public final class FakeMachine {

  private final Path root;
  private final FakeCalls calls = new FakeCalls();
  private JavaRuntime java =
      new JavaRuntime(
          Runtime.Version.parse("25.0.3+9"),
          "OpenJDK 64-Bit Server VM",
          "Linux",
          "amd64",
          "6.12.1",
          true);

  public FakeMachine(Path root) {
    this.root = root;
  }

  /** Writes a file. */
  public FakeMachine file(String name, String text) {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file that is compressed. */
  public FakeMachine compressed(String name, String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes(name, bytes.toByteArray());
  }

  public FakeMachine bytes(String name, byte[] bytes) {
    Path file = root.resolve(name.substring(1));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Makes a directory: in the place of a file it is one that cannot be read. */
  public FakeMachine directory(String name) {
    try {
      Files.createDirectories(root.resolve(name.substring(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public FakeMachine jdk(String version, String vmName) {
    java =
        new JavaRuntime(
            Runtime.Version.parse(version),
            vmName,
            java.osName(),
            java.osArch(),
            java.osVersion(),
            java.nativeAccessEnabled());
    return this;
  }

  public FakeMachine system(String osName, String osArch, String osVersion) {
    java =
        new JavaRuntime(
            java.version(), java.vmName(), osName, osArch, osVersion, java.nativeAccessEnabled());
    return this;
  }

  public FakeMachine withoutNativeAccessFlag() {
    java =
        new JavaRuntime(
            java.version(), java.vmName(), java.osName(), java.osArch(), java.osVersion(), false);
    return this;
  }

  public FakeMachine noCalls(String problem) {
    calls.problem = problem;
    return this;
  }

  public FakeMachine pageBytes(int bytes) {
    calls.pageBytes = bytes;
    return this;
  }

  public FakeMachine memfd(int errno) {
    calls.memfd = errno;
    return this;
  }

  public FakeMachine processVmReadv(int errno) {
    calls.processVmReadv = errno;
    return this;
  }

  public FakeMachine populateRead(int errno) {
    calls.populateRead = errno;
    return this;
  }

  public FakeMachine killPolicy(KillPolicy policy) {
    calls.killPolicy = policy;
    return this;
  }

  public Machine machine() {
    return new Machine(new MachineFiles(root), calls, java);
  }

  /**
   * Makes sure of what a check says of it, and that there is nothing to change where all is well.
   *
   * @param words some of what it says
   */
  public Finding finds(Check check, Severity severity, String... words) {
    Finding finding = check.examine(machine());
    assertThat(finding.severity()).as(finding.toString()).isEqualTo(severity);
    for (String word : words) {
      assertThat(finding.toString()).contains(word);
    }
    assertThat(severity == Severity.OK && !finding.change().isEmpty())
        .as(finding.toString())
        .isFalse();
    return finding;
  }

  private static final class FakeCalls implements SystemCalls {

    private @Nullable String problem;
    private int pageBytes = 4096;
    private int memfd;
    private int processVmReadv;
    private int populateRead;
    private KillPolicy killPolicy = KillPolicy.DEFAULT;

    @Override
    public @Nullable String problem() {
      return problem;
    }

    @Override
    public int pageBytes() {
      return called(pageBytes);
    }

    @Override
    public int memfd() {
      return called(memfd);
    }

    @Override
    public int processVmReadv() {
      return called(processVmReadv);
    }

    @Override
    public int populateRead() {
      return called(populateRead);
    }

    @Override
    public KillPolicy killPolicy() {
      called(0);
      return killPolicy;
    }

    /** As the real ones, which cannot be linked then. */
    private int called(int answer) {
      if (problem != null) {
        throw new NoClassDefFoundError(problem);
      }
      return answer;
    }
  }
}
