package io.github.cordonfs.hadoop.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of files, for how long, and of which moment. */
class StatusMemoryTest {

  private static final long TTL = 10;
  private static final Path FILE = new Path("s3a://bucket/file");

  private final AtomicLong now = new AtomicLong(-5);
  private final StatusMemory memory = new StatusMemory(now::get);

  private static final class Entity extends FileStatus implements EtagSource {
    private static final long serialVersionUID = 1;

    Entity(long length) {
      super(length, false, 1, 1, 1, FILE);
    }

    @Override
    public String getEtag() {
      return "etag";
    }
  }

  private void remember(Path path, FileStatus status, StatusMemory.Look look) {
    memory.remember("user", path, status, "v" + status.getLen(), look);
  }

  private @Nullable FileStatus find() {
    return memory.status("user", FILE, TTL);
  }

  @Test
  void aStatusIsGoodForItsTimeFromTheBeginningOfTheLook() {
    StatusMemory.Look look = memory.begin();
    now.addAndGet(4);
    remember(FILE, new Entity(1), look);
    now.addAndGet(5);
    assertThat(find()).isNotNull();
    assertThat(memory.status("another", FILE, TTL)).isNull();
    now.addAndGet(1);
    assertThat(find()).isNull();
  }

  @Test
  void aLookThatBeganBeforeAChangeIsNotRemembered() {
    StatusMemory.Look before = memory.begin();
    memory.changed();
    remember(FILE, new Entity(1), before);
    assertThat(find()).isNull();
    StatusMemory.Look old = memory.begin();
    memory.forget(FILE);
    remember(FILE, new Entity(1), old);
    assertThat(find()).isNull();
    remember(FILE, new Entity(1), memory.begin());
    assertThat(find()).isNotNull();
  }

  @Test
  void aCheckThatBeganBeforeAChangeIsNotRemembered() {
    StatusMemory.Look before = memory.begin();
    memory.changed();
    remember(FILE, new Entity(1), memory.begin());
    memory.checked("user", FILE, "v1", before);
    assertThat(memory.isChecked("user", FILE, "v1", TTL)).isFalse();
    memory.checked("user", FILE, "v1", memory.begin());
    assertThat(memory.isChecked("user", FILE, "v1", TTL)).isTrue();
    assertThat(memory.isChecked("user", FILE, "v2", TTL)).isFalse();
    assertThat(memory.isChecked("another", FILE, "v1", TTL)).isFalse();
    memory.checked("user", FILE, "v2", memory.begin());
    assertThat(find()).isNull();
  }

  @Test
  void aStatusWithoutAnEtagIsForThoseAfterACheck() {
    remember(FILE, new FileStatus(1, false, 1, 1, 1, FILE), memory.begin());
    assertThat(find()).isNull();
    memory.checked("user", FILE, "v1", memory.begin());
    assertThat(find()).isNotNull();
  }

  @Test
  void theOldestGoWhenThereAreTooMany() {
    remember(FILE, new Entity(1), memory.begin());
    for (int i = 0; i < StatusMemory.MOST; i++) {
      remember(new Path("s3a://bucket/" + i), new Entity(1), memory.begin());
    }
    assertThat(memory.count()).isEqualTo(StatusMemory.MOST);
    assertThat(find()).isNull();
  }

  /** The store is a counter; whoever changed it has to see that, or what was later. */
  @Test
  void whoeverChangedSomethingNeverFindsWhatWasBefore() throws Exception {
    AtomicLong stored = new AtomicLong();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      Future<?>[] readers = new Future<?>[3];
      for (int i = 0; i < readers.length; i++) {
        readers[i] =
            executor.submit(() -> {
              while (stored.get() < 20_000) {
                StatusMemory.Look look = memory.begin();
                FileStatus seen = new Entity(stored.get());
                for (int spin = 0; spin < 100; spin++) {
                  Thread.onSpinWait();
                }
                remember(FILE, seen, look);
              }
            });
      }
      long stale = 0;
      long found = 0;
      for (int i = 0; i < 20_000; i++) {
        long changed = stored.incrementAndGet();
        memory.changed();
        FileStatus seen = find();
        for (int look = 0; look < 50 && seen == null; look++) {
          seen = find();
        }
        stale += seen != null && seen.getLen() < changed ? 1 : 0;
        found += seen != null ? 1 : 0;
      }
      for (Future<?> each : readers) {
        each.get();
      }
      assertThat(stale).isZero();
      assertThat(found).isPositive();
    }
  }

  @Test
  void storesHaveMemoriesOfTheirOwn() {
    StatusMemory one = StatusMemory.of(URI.create("s3a://one"));
    assertThat(StatusMemory.of(URI.create("s3a://one"))).isSameAs(one);
    assertThat(StatusMemory.of(URI.create("s3a://two"))).isNotSameAs(one);
  }

  @Test
  void theOptionIsATime() {
    Configuration conf = new Configuration(false);
    assertThat(CacheOptions.statusTtlNanos(conf)).isZero();
    conf.set("fs.cordon.status.ttl", "10s");
    assertThat(CacheOptions.statusTtlNanos(conf)).isEqualTo(10_000_000_000L);
    conf.set("fs.cordon.status.ttl", "250");
    assertThat(CacheOptions.statusTtlNanos(conf)).isEqualTo(250_000_000L);
    for (String each : new String[] {"soon", "-1s", ""}) {
      conf.set("fs.cordon.status.ttl", each);
      assertThatThrownBy(() -> CacheOptions.statusTtlNanos(conf))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("fs.cordon.status.ttl is to be a time such as 10s, or 0: " + each);
    }
  }
}
