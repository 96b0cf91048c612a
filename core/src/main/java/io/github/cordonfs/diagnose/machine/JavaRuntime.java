package io.github.cordonfs.diagnose.machine;

import io.github.cordonfs.os.Linux;

/**
 * The JVM, and what it knows of the operating system.
 *
 * @param version of the JDK
 * @param vmName of the virtual machine
 * @param osName of the operating system: "Linux"
 * @param osArch of the processor: "amd64"
 * @param osVersion of the kernel, as uname(2) says it
 * @param nativeAccessEnabled whether Cordon was given native access when the JVM was started, or
 *     took it since
 */
public record JavaRuntime(
    Runtime.Version version,
    String vmName,
    String osName,
    String osArch,
    String osVersion,
    boolean nativeAccessEnabled) {

  static JavaRuntime ofThisProcess() {
    return new JavaRuntime(
        Runtime.version(),
        System.getProperty("java.vm.name", ""),
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        System.getProperty("os.version", ""),
        // Naming the class does not link its functions.
        Linux.class.getModule().isNativeAccessEnabled());
  }
}
