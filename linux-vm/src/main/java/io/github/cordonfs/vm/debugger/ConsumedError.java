package io.github.cordonfs.vm.debugger;

import io.github.cordonfs.vm.debugger.GdbRemote.Point;
import java.io.IOException;
import java.util.List;

/**
 * Raises the machine check of a load that consumes bad memory (SRAR: software recoverable, action
 * required), at an instruction that is about to load from a page, before it does.
 *
 * <p>Where that instruction begins is found out by experiment, as a watched load stops the machine
 * behind it, and instructions of this processor cannot be decoded backwards: it stops at every
 * address that could be the beginning, and then steps to see whether that was it. All that needs a
 * thread that reads the page over and over.
 */
final class ConsumedError {

  private static final int PAGE_BYTES = 4096;
  private static final int LONGEST_INSTRUCTION = 15;
  private static final int ATTEMPTS = 500;
  private static final long NONE = 0;

  private final GdbRemote machine;
  private final long physical;
  private final List<Long> addresses;

  private ConsumedError(GdbRemote machine, long physical, List<Long> addresses) {
    this.machine = machine;
    this.physical = physical;
    this.addresses = addresses;
  }

  /**
   * Raises one; the machine runs before and afterwards.
   *
   * @param physical address of the page
   * @param addresses where the thread that reads the page may have it, in its address space
   */
  static void raise(GdbRemote machine, long physical, List<Long> addresses) throws IOException {
    new ConsumedError(machine, physical, addresses).raise();
  }

  private void raise() throws IOException {
    machine.interrupt();
    for (long address : addresses) {
      machine.set(Point.LOAD, address, PAGE_BYTES);
    }
    long load = stopAtALoad();
    for (long address : addresses) {
      machine.remove(Point.LOAD, address, PAGE_BYTES);
    }
    // Bank 9; status (valid, uncorrected, enabled, with MISC and address, signalled, action
    // required,
    // data load); MCG_STATUS (in progress, restartable, the instruction is that of the error);
    // address; MISC (physical, a page of 4 KiB).
    machine.monitor("mce 0 9 0xbd80000000000134 0x7 0x" + Long.toHexString(physical) + " 0x8c");
    machine.start();
    System.out.printf("machine check at the load at 0x%x, page 0x%x%n", load, physical);
  }

  /** Stops the machine in front of a load from the page, and returns where that is. */
  private long stopAtALoad() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      machine.start();
      boolean loaded = machine.awaitStop();
      long behind = machine.programCounter();
      // The kernel loads from it, too, when it is asked whether it can.
      if (loaded && behind >= 0) {
        long load = findLoad(behind, machine.threadPointer());
        if (load != NONE && stopAgainAt(load, machine.threadPointer())) {
          return load;
        }
      }
    }
    throw new IOException("no load from the page was found in " + ATTEMPTS + " attempts");
  }

  /**
   * Finds where a load begins, when it comes again.
   *
   * @param behind where it ended
   * @return {@link #NONE} if it did not come again; else the machine has just executed it
   */
  private long findLoad(long behind, long thread) throws IOException {
    long first = behind - LONGEST_INSTRUCTION;
    for (long at = first; at <= behind; at++) {
      machine.set(Point.BREAK, at, 1);
    }
    long found = NONE;
    for (int i = 0; i < ATTEMPTS && found == NONE; i++) {
      machine.start();
      if (machine.awaitStop()) {
        // Another load from the page.
        continue;
      }
      long here = machine.programCounter();
      machine.remove(Point.BREAK, here, 1);
      if (machine.step() && machine.threadPointer() == thread) {
        found = here;
      }
      machine.set(Point.BREAK, here, 1);
    }
    for (long at = first; at <= behind; at++) {
      machine.remove(Point.BREAK, at, 1);
    }
    return found;
  }

  /** Runs until a thread is in front of an instruction; returns whether that came to pass. */
  private boolean stopAgainAt(long address, long thread) throws IOException {
    machine.set(Point.BREAK, address, 1);
    boolean there = false;
    for (int i = 0; i < ATTEMPTS && !there; i++) {
      machine.start();
      // A step may leave a stop behind that has nothing to do with the address.
      if (machine.awaitStop() || machine.programCounter() != address) {
        continue;
      }
      there = machine.threadPointer() == thread;
      if (!there) {
        machine.remove(Point.BREAK, address, 1);
        machine.step();
        machine.set(Point.BREAK, address, 1);
      }
    }
    machine.remove(Point.BREAK, address, 1);
    return there;
  }
}
