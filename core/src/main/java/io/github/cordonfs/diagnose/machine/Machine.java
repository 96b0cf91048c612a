package io.github.cordonfs.diagnose.machine;

import java.nio.file.Path;

/**
 * What checks look at.
 *
 * @param files what the kernel shows of itself
 * @param calls what the kernel answers to this process
 * @param java the JVM
 */
public record Machine(MachineFiles files, SystemCalls calls, JavaRuntime java) {

  /** Returns the real one. */
  public static Machine ofThisProcess() {
    // The JVM first: what it says of native access changes with the first call.
    JavaRuntime java = JavaRuntime.ofThisProcess();
    return new Machine(new MachineFiles(Path.of("/")), new LinuxCalls(), java);
  }
}
