/** Meters of a file system of Cordon, for Micrometer. */
module io.github.cordonfs.micrometer {
  requires io.github.cordonfs.core;
  requires transitive micrometer.core;
  requires static org.jspecify;

  exports io.github.cordonfs.micrometer;
}
