package io.github.cordonfs.cli.run;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts another program in the place of this JVM, in the same process. Linux only: loading this
 * class links its calls. Constants are those of the generic Linux ABI.
 */
// Native code is what this class is for; the manifest of the program allows it.
@SuppressWarnings("restricted")
final class LinuxExec {

  static final int ENOENT = 2;
  static final int EACCES = 13;

  private static final int PR_MCE_KILL = 33;
  private static final long PR_MCE_KILL_SET = 1;
  private static final long PR_MCE_KILL_LATE = 0;
  private static final int SIG_SETMASK = 2;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  /** Of a C library; the kernel's own is 8 bytes long. */
  private static final int SIGSET_BYTES = 128;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle PRCTL =
      link(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle PTHREAD_SIGMASK =
      link("pthread_sigmask", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle FCNTL =
      link(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle EXECVP =
      link("execvp", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle STRERROR =
      link("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private LinuxExec() {}

  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  /**
   * Sets the policy "kill late" for this thread, and so for the program that it puts in place of
   * the JVM and for all threads of that: each gets the policy of the thread that made it.
   *
   * @return 0 or the errno
   */
  static int killLate() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int result =
          (int) PRCTL.invokeExact(state, PR_MCE_KILL, PR_MCE_KILL_SET, PR_MCE_KILL_LATE, 0L, 0L);
      return result == 0 ? 0 : errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Sets the signals that are blocked in this thread to those of the thread that the process began
   * with: the JVM blocks SIGQUIT in its own, and a program would inherit that.
   *
   * @return 0 or the errno
   * @throws IOException if /proc cannot be read
   */
  static int restoreSignalMask() throws IOException {
    long blocked = 0;
    // Of the process: that is of its first thread, which runs no Java and is as it was.
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("SigBlk:")) {
        blocked = Long.parseUnsignedLong(line.substring("SigBlk:".length()).strip(), 16);
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment set = arena.allocate(SIGSET_BYTES, Long.BYTES);
      set.set(JAVA_LONG, 0, blocked);
      return (int) PTHREAD_SIGMASK.invokeExact(state, SIG_SETMASK, set, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Keeps a descriptor from the program that takes the place of the JVM. */
  static void closeOnExec(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      // If it was closed meanwhile, so much the better.
      int ignored = (int) FCNTL.invokeExact(state, descriptor, F_SETFD, FD_CLOEXEC);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Runs a program in place of the JVM, with its standard streams, environment and working
   * directory; a name without a slash is looked for in PATH. No shutdown hook is run.
   *
   * @param command the program and its arguments, at least one, as the kernel has them
   * @return the errno; it returns only if the program cannot be run
   */
  static int exec(List<byte[]> command) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      MemorySegment arguments = arena.allocate(ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        byte[] bytes = command.get(i);
        MemorySegment text = arena.allocate(bytes.length + 1L); // zeros, so it ends with one
        MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
        arguments.setAtIndex(ADDRESS, i, text);
      }
      int ignored = (int) EXECVP.invokeExact(state, arguments.getAtIndex(ADDRESS, 0), arguments);
      return errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Returns the last arguments that this process was started with, byte for byte: as Strings they
   * have been through the character set of the locale, which may not know them.
   *
   * @throws IOException if /proc cannot be read, or has not so many
   */
  static List<byte[]> lastArguments(int count) throws IOException {
    byte[] all = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    List<byte[]> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        arguments.add(Arrays.copyOfRange(all, start, i));
        start = i + 1;
      }
    }
    if (arguments.size() < count) {
      throw new IOException("/proc/self/cmdline has only " + arguments.size() + " arguments");
    }
    return arguments.subList(arguments.size() - count, arguments.size());
  }

  /** Returns what the C library says about an errno. */
  static String message(int errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(arena.allocate(CALL_STATE), errno);
      return text.reinterpret(1024).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** Errors pass as they are; a downcall throws no checked exception of its own. */
  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RuntimeException runtime) {
      throw runtime;
    }
    throw new IllegalStateException(e);
  }
}
