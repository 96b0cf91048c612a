package io.github.cordonfs.hadoop;

import io.github.cordonfs.hadoop.cache.SharedCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file of some MiB in a store with etags, and a file system that reads it through the cache. */
abstract class CachedFixture {

  /** Room for the files of all tests: they are in one cache, and each counts what it reads. */
  static final String SIZE = "512m";

  @TempDir Path directory;

  byte[] data;
  org.apache.hadoop.fs.Path path;
  FileSystem fs;

  @BeforeEach
  void make() throws IOException {
    data = new byte[(9 << 20) + 1234];
    new Random(directory.hashCode()).nextBytes(data);
    write("data", data);
    path = path("data");
    fs = open(configuration());
    EtagFileSystem.reset();
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
    EtagFileSystem.reset();
  }

  final void write(String name, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name), bytes);
  }

  final org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  static Configuration configuration() {
    Configuration conf = new Configuration();
    conf.set("fs.file.impl", CordonCachingFileSystem.class.getName());
    conf.set("fs.cordon.wrapped.file.impl", EtagFileSystem.class.getName());
    conf.set("fs.cordon.cache.size", SIZE);
    conf.set("fs.cordon.injection", "true");
    return conf;
  }

  static FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(URI.create("file:///"), conf);
  }

  static SharedCache cache() {
    return SharedCache.open().stream()
        .filter(each -> each.mount().options().size() == 512 << 20)
        .findFirst()
        .orElseThrow();
  }
}
