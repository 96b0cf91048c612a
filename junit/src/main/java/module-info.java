/** File systems that fail, and power cuts, in tests of JUnit Jupiter. */
module io.github.cordonfs.junit {
  requires transitive io.github.cordonfs.testkit;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;

  exports io.github.cordonfs.junit;
}
