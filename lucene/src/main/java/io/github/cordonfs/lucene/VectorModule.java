package io.github.cordonfs.lucene;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The JDK's Vector API, which Lucene's own advice is to turn on. With it Lucene loads vectors
 * straight from mapped files, and such a load of a lost page ends the JVM. A directory that maps
 * nothing is safe, but whoever uses one may use another, too, for an index on Cordon.
 */
final class VectorModule {

  private static final String NAME = "jdk.incubator.vector";

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private VectorModule() {}

  /** Logs a warning if the module is on; once in a JVM. */
  static void warnIfOn() {
    if (ModuleLayer.boot().findModule(NAME).isPresent() && WARNED.compareAndSet(false, true)) {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "this JVM runs with --add-modules "
                  + NAME
                  + ": Lucene now loads vectors straight from mapped files, and such a load of a"
                  + " lost page ends the JVM. CordonDirectory maps no files and is safe; open no"
                  + " index on Cordon with MMapDirectory or FSDirectory.open, or run without the"
                  + " module");
    }
  }
}
