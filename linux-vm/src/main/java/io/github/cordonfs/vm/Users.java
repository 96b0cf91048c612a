package io.github.cordonfs.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Threads that read and write files until they are stopped, one for each file. */
final class Users {

  /** So that the machine, which has one processor, gets around to poisoning pages. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Victims victims;
  private final Findings findings;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  private Users(Victims victims, Findings findings) {
    this.victims = victims;
    this.findings = findings;
  }

  static Users start(Victims victims, Findings findings) {
    Users users = new Users(victims, findings);
    for (CheckedFile own : victims.files()) {
      users.threads.add(Thread.ofPlatform().start(() -> users.run(own)));
    }
    return users;
  }

  private void run(CheckedFile own) {
    try {
      use(own);
    } catch (Throwable e) {
      findings.wrong("errors", "user of " + own.path() + ": " + e);
    }
  }

  private void use(CheckedFile own) {
    Random choice = new Random(own.number());
    int pages = victims.pages();
    while (!stop.get()) {
      // A store through a mapping is not atomic, so what is used through one has no other readers.
      own.write(choice.nextInt(pages), own.isMapped());
      own.read(choice.nextInt(pages), own.isMapped());
      own.read(choice.nextInt(pages), false);
      CheckedFile other = victims.files().get(choice.nextInt(victims.files().size()));
      if (!other.isMapped()) {
        other.read(choice.nextInt(pages), false);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Lets all of them end. */
  void stop() throws InterruptedException {
    stop.set(true);
    for (Thread each : threads) {
      each.join();
    }
  }
}
