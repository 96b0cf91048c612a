/** A Lucene Directory over a file system of Cordon. */
module io.github.cordonfs.lucene {
  requires transitive io.github.cordonfs.core;
  requires transitive org.apache.lucene.core;
  requires static org.jspecify;

  exports io.github.cordonfs.lucene;
}
