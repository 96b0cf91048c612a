package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object that is overwritten in place again and again, with as many bytes, while somebody reads
 * it. Each of its versions says in every eight bytes which one it is.
 */
class OverwriteTest {

  private static final int LENGTH = 160_000;
  private static final int READS = 4;
  private static final int MOST_AT_ONCE = 40_000;

  @TempDir Path directory;
  private S3Server s3;
  private FileSystem fs;
  private final org.apache.hadoop.fs.Path path =
      new org.apache.hadoop.fs.Path("s3a://" + S3Server.BUCKET + "/dir/data");

  /** Streams that went on with their version, and that failed. */
  private int wentOn;

  private int failed;

  @BeforeEach
  void start() throws Exception {
    s3 = new S3Server(directory);
    s3.answersAreOfOneVersion = true;
    Configuration conf = s3.configure(new Configuration());
    conf.set("fs.s3a.impl", CordonCachingFileSystem.class.getName());
    conf.set("fs.cordon.cache.size", "32m");
    // In tens of thousands of requests some connection is closed just when it is used again.
    conf.set("fs.s3a.attempts.maximum", "5");
    conf.set("fs.s3a.retry.limit", "5");
    fs = FileSystem.newInstance(URI.create("s3a://" + S3Server.BUCKET), conf);
  }

  @AfterEach
  void stop() throws IOException {
    fs.close();
    s3.close();
  }

  private static byte[] content(long version) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    while (bytes.hasRemaining()) {
      bytes.putLong(version);
    }
    return bytes.array();
  }

  /** By this client and its cache, or by one that knows nothing of it. */
  private void write(long version, boolean byAnother) throws IOException {
    if (byAnother) {
      s3.put("dir/data", content(version));
    } else {
      try (FSDataOutputStream out = fs.create(path, true)) {
        out.write(content(version));
      }
    }
  }

  private static void assertIsOf(long version, byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    while (words.hasRemaining()) {
      long word = words.getLong();
      if (word != version) {
        assertThat(word).isEqualTo(version);
      }
    }
  }

  private static void read(FSDataInputStream in, Random random, long version) throws IOException {
    int length = 8 * (1 + random.nextInt(MOST_AT_ONCE / 8));
    int from = 8 * random.nextInt((LENGTH - length) / 8);
    byte[] bytes = new byte[length];
    switch (random.nextInt(3)) {
      case 0 -> in.readFully(from, bytes);
      case 1 -> {
        in.seek(from);
        in.readFully(bytes);
      }
      default -> {
        FileRange range = FileRange.createFileRange(from, length);
        in.readVectored(List.of(range), ByteBuffer::allocate);
        try {
          range.getData().join().get(bytes);
        } catch (java.util.concurrent.CompletionException e) {
          throw new IOException(e.getCause());
        }
      }
    }
    assertIsOf(version, bytes);
  }

  @Test
  @Timeout(7200)
  void noStreamMixesVersionsAndEachNewOneHasTheNewBytes() throws Exception {
    int rounds =
        Integer.getInteger(
            "cordon.spark.rounds", Boolean.getBoolean("cordon.spark.long") ? 10_000 : 200);
    long seed = Long.getLong("cordon.seed", 3);
    Random random = new Random(seed);
    int inTheSameSecond = 0;
    long version = 1;
    write(version, true);
    for (int round = 0; round < rounds; round++) {
      try (FSDataInputStream in = fs.open(path)) {
        for (int i = random.nextInt(READS); i > 0; i--) {
          read(in, random, version);
        }
        long second = fs.getFileStatus(path).getModificationTime();
        overwrite(in, random, version);
        version++;
        inTheSameSecond += fs.getFileStatus(path).getModificationTime() == second ? 1 : 0;
      }
      try (FSDataInputStream in = fs.open(path)) {
        if (random.nextInt(4) == 0) {
          assertIsOf(version, in.readAllBytes());
        } else {
          // So that something is missing when the next stream goes on.
          read(in, random, version);
        }
      } catch (AssertionError e) {
        throw new AssertionError("round " + round + " of seed " + seed, e);
      }
    }
    System.out.printf(
        "%d rounds, %d in the same second; %d streams went on, %d failed%n",
        rounds, inTheSameSecond, wentOn, failed);
    assertThat(inTheSameSecond).isPositive();
    assertThat(wentOn).isPositive();
    assertThat(failed).isPositive();
  }

  /** Overwrites the object under a stream of a version: after its next read, or during that. */
  private void overwrite(FSDataInputStream in, Random random, long version) throws Exception {
    boolean byAnother = random.nextBoolean();
    boolean during = random.nextBoolean();
    long readSeed = random.nextLong();
    if (during) {
      IOException[] error = new IOException[1];
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  write(version + 1, byAnother);
                } catch (IOException e) {
                  error[0] = e;
                }
              });
      readOn(in, new Random(readSeed), version);
      writer.join();
      if (error[0] != null) {
        throw error[0];
      }
    } else {
      write(version + 1, byAnother);
      readOn(in, new Random(readSeed), version);
    }
  }

  private void readOn(FSDataInputStream in, Random random, long version) {
    try {
      for (int i = 0; i < READS; i++) {
        read(in, random, version);
      }
      wentOn++;
    } catch (IOException e) {
      failed++;
      assertThat(e).hasMessageContaining("data");
    }
  }
}
