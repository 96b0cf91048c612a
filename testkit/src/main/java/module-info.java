/** Faults and power cuts for tests of code that stores data through {@code java.nio.file}. */
module io.github.cordonfs.testkit {
  requires transitive io.github.cordonfs.core;
  requires static org.jspecify;

  exports io.github.cordonfs.testkit;
  exports io.github.cordonfs.testkit.powercut;

  provides java.nio.file.spi.FileSystemProvider with
      io.github.cordonfs.testkit.FaultSchemeProvider;
}
