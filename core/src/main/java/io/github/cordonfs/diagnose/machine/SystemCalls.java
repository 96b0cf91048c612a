package io.github.cordonfs.diagnose.machine;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel answers to calls of this process that Cordon needs; a seccomp filter may refuse
 * them. Those that return an error code may be asked for only if {@link #problem} is null.
 */
public interface SystemCalls {

  /** Returns why no call can be made at all, or null. */
  @Nullable String problem();

  /** Returns the size of a page in bytes. */
  int pageBytes();

  /** Makes an anonymous file with a page of memory, and gives it back. Returns 0 or the errno. */
  int memfd();

  /** Reads a byte of this process with process_vm_readv(2). Returns 0 or the errno. */
  int processVmReadv();

  /** Asks for a page of zeros with MADV_POPULATE_READ. Returns 0 or the errno. */
  int populateRead();

  /** Returns what this process wants when its memory fails. */
  KillPolicy killPolicy();

  /** When the kernel kills a process whose memory failed: prctl(2), PR_MCE_KILL_GET. */
  enum KillPolicy {
    /** When it accesses that memory. */
    LATE,
    /** At once. */
    EARLY,
    /** As vm.memory_failure_early_kill says. */
    DEFAULT,
    /** The kernel does not say. */
    UNKNOWN
  }
}
