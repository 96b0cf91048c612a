package io.github.cordonfs.cli.run;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Prints what the kernel does to this process when memory fails that it has not touched. */
@SuppressWarnings("restricted")
final class KillPolicyChild {

  private static final int PR_MCE_KILL_GET = 34;

  /** Flags of a thread, as in /proc/PID/stat: has a policy of its own; is to be killed early. */
  private static final long PF_MCE_PROCESS = 0x80;

  private static final long PF_MCE_EARLY = 0x08000000;

  private KillPolicyChild() {}

  /** Prints {@code policy 0}, that is late, and how many of the JVM's threads have it. */
  public static void main(String[] args) throws Throwable {
    Linker linker = Linker.nativeLinker();
    int policy =
        (int)
            linker
                .downcallHandle(
                    linker.defaultLookup().findOrThrow("prctl"),
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1))
                .invokeExact(PR_MCE_KILL_GET, 0L, 0L, 0L, 0L);
    System.out.println("policy " + policy);
    List<Path> tasks;
    try (Stream<Path> stream = Files.list(Path.of("/proc/self/task"))) {
      tasks = stream.toList();
    }
    int late = 0;
    for (Path task : tasks) {
      late += (flags(task) & (PF_MCE_PROCESS | PF_MCE_EARLY)) == PF_MCE_PROCESS ? 1 : 0;
    }
    System.out.println(late == tasks.size() ? "all threads" : late + " of " + tasks.size());
  }

  private static long flags(Path task) throws IOException {
    String stat = Files.readString(task.resolve("stat"));
    // Behind the name, which may have spaces: state, five numbers, flags.
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[6]);
  }
}
