/** A page in the browser that shows every frame of a file system of Cordon. */
module io.github.cordonfs.monitor {
  requires transitive io.github.cordonfs.core;
  requires jdk.httpserver;
  requires transitive java.management;
  requires static org.jspecify;

  exports io.github.cordonfs.monitor;
  // For pictures of a pool elsewhere: in reports, and on a terminal.
  exports io.github.cordonfs.monitor.tile;
}
