package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statuses that are remembered, as {@code fs.cordon.status.ttl} says. */
class StatusTtlTest extends CachedFixture {

  private FileSystem remembering;

  private static Configuration ttl(String time) {
    Configuration conf = configuration();
    conf.set("fs.cordon.status.ttl", time);
    return conf;
  }

  @BeforeEach
  void remember() throws IOException {
    remembering = open(ttl("1h"));
    EtagFileSystem.reset();
  }

  @AfterEach
  void stop() throws IOException {
    remembering.close();
  }

  private byte[] read(FileSystem from) throws IOException {
    try (FSDataInputStream in = from.open(path)) {
      return in.readAllBytes();
    }
  }

  private static void openByStatus(FileSystem fs, FileStatus status) throws IOException {
    fs.openFile(status.getPath()).withFileStatus(status).build().join().close();
  }

  private byte[] overwrite() throws IOException {
    byte[] other = new byte[data.length];
    new Random(8).nextBytes(other);
    write("data", other);
    return other;
  }

  @Test
  void statusesAndOpensAskTheStoreOnce() throws IOException {
    assertThat(read(remembering)).isEqualTo(data);
    assertThat(EtagFileSystem.LOOKS).hasValue(2); // one is for the permission
    for (int task = 0; task < 3; task++) {
      openByStatus(remembering, remembering.getFileStatus(path));
      openByStatus(remembering, new FileStatus(remembering.getFileStatus(path)));
      remembering.openFile(path).build().join().close();
      assertThat(read(remembering)).isEqualTo(data);
    }
    assertThat(EtagFileSystem.LOOKS).hasValue(2);
    // Another one of the same user with the same settings does not have to ask either.
    try (FileSystem other = open(ttl("1h"))) {
      other.getFileStatus(path);
    }
    assertThat(EtagFileSystem.LOOKS).hasValue(2);
  }

  @Test
  void withoutTheOptionEachLookAsksTheStore() throws IOException {
    for (FileSystem each : List.of(fs, open(ttl("0")))) {
      EtagFileSystem.reset();
      each.getFileStatus(path);
      each.getFileStatus(path);
      assertThat(EtagFileSystem.LOOKS).hasValue(2);
    }
  }

  @Test
  void aRelativePathIsThatOfItsFile() throws IOException {
    remembering.getFileStatus(path);
    remembering.setWorkingDirectory(path.getParent());
    assertThat(remembering.getFileStatus(new Path("data")).getLen()).isEqualTo(data.length);
    assertThat(EtagFileSystem.LOOKS).hasValue(1);
    remembering.setWorkingDirectory(path("another"));
    assertThatThrownBy(() -> remembering.getFileStatus(new Path("data")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void whatOneSettingMaySeeIsNotToldToAnother() throws IOException {
    remembering.getFileStatus(path);
    Configuration conf = ttl("1h");
    conf.set("fs.file.secret.key", "another");
    try (FileSystem other = open(conf)) {
      other.getFileStatus(path);
      assertThat(EtagFileSystem.LOOKS).hasValue(2);
    }
  }

  @Test
  void filesThatAreNotThereAndDirectoriesAreNotRemembered() throws IOException {
    Path later = path("later");
    assertThatThrownBy(() -> remembering.getFileStatus(later))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> remembering.open(later)).isInstanceOf(FileNotFoundException.class);
    write("later", new byte[3]);
    assertThat(remembering.getFileStatus(later).getLen()).isEqualTo(3);
    EtagFileSystem.reset();
    remembering.getFileStatus(path.getParent());
    remembering.getFileStatus(path.getParent());
    assertThat(EtagFileSystem.LOOKS).hasValue(2);
  }

  @Test
  void whatTheStoreHasNoEtagForIsNotRemembered() throws IOException {
    Configuration conf = ttl("1h");
    conf.set("fs.cordon.wrapped.file.impl", RawLocalFileSystem.class.getName());
    conf.set("fs.cordon.identity.mtime", "true");
    try (FileSystem byTime = open(conf)) {
      byTime.setTimes(path, 1_600_000_000_000L, -1);
      byTime.getFileStatus(path);
      byTime.open(path).close();
      write("data", new byte[3]);
      assertThat(byTime.getFileStatus(path).getLen()).isEqualTo(3);
    }
  }

  @Test
  void aStatusThatWasGivenAnotherNameIsNotBelieved() throws IOException {
    remembering.getFileStatus(path).setPath(path("another"));
    assertThat(remembering.getFileStatus(path).getPath()).isEqualTo(path);
  }

  private interface Change {
    void make() throws IOException;
  }

  private Map<String, Change> changes() {
    Path other = path("other");
    FsPermission all = FsPermission.getFileDefault();
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("create", () -> remembering.create(other).close());
    changes.put("append", () -> remembering.append(other).close());
    changes.put(
        "create by flags",
        () ->
            remembering
                .create(
                    other,
                    all,
                    EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE),
                    9,
                    (short) 1,
                    1 << 20,
                    null)
                .close());
    changes.put(
        "createNonRecursive",
        () -> remembering.createNonRecursive(other, true, 9, (short) 1, 1 << 20, null).close());
    changes.put("createFile", () -> remembering.createFile(other).overwrite(true).build().close());
    changes.put("truncate", () -> remembering.truncate(other, 0));
    changes.put("setTimes", () -> remembering.setTimes(other, 1, 1));
    changes.put("setPermission", () -> remembering.setPermission(other, all));
    changes.put("setReplication", () -> remembering.setReplication(other, (short) 2));
    changes.put("rename", () -> remembering.rename(other, path("renamed")));
    changes.put("delete", () -> remembering.delete(path("renamed"), false));
    changes.put("delete a parent", () -> remembering.delete(path("parent"), true));
    changes.put("completeLocalOutput", () -> remembering.completeLocalOutput(other, other));
    changes.put(
        "bulkDelete",
        () -> {
          try (BulkDelete deletes = remembering.createBulkDelete(path.getParent())) {
            deletes.bulkDelete(List.of(other));
          }
        });
    return changes;
  }

  @Test
  void eachChangeDropsWhatIsRemembered() throws IOException {
    for (Map.Entry<String, Change> each : changes().entrySet()) {
      remembering.getFileStatus(path);
      each.getValue().make();
      EtagFileSystem.reset();
      remembering.getFileStatus(path);
      assertThat(EtagFileSystem.LOOKS).as(each.getKey()).hasValue(1);
      remembering.getFileStatus(path);
      assertThat(EtagFileSystem.LOOKS).as(each.getKey()).hasValue(1);
    }
  }

  @Test
  void aChangeThatFailsDropsWhatIsRememberedToo() throws IOException {
    remembering.getFileStatus(path);
    assertThatThrownBy(() -> remembering.concat(path, new Path[] {path("none")}))
        .isInstanceOf(FileNotFoundException.class);
    EtagFileSystem.reset();
    remembering.getFileStatus(path);
    assertThat(EtagFileSystem.LOOKS).hasValue(1);
  }

  /** A store whose answer arrives after something else was done. */
  public static class Late extends EtagFileSystem {
    private static volatile @Nullable Change meanwhile;

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      FileStatus status = super.getFileStatus(path);
      Change change = meanwhile;
      meanwhile = null;
      if (change != null) {
        change.make();
      }
      return status;
    }
  }

  @Test
  void anAnswerFromBeforeAChangeIsNotRemembered() throws IOException {
    Configuration conf = ttl("1h");
    conf.set("fs.cordon.wrapped.file.impl", Late.class.getName());
    try (FileSystem late = open(conf)) {
      Late.meanwhile = () -> remembering.truncate(path, 3);
      assertThat(late.getFileStatus(path).getLen()).isEqualTo(data.length);
      assertThat(late.getFileStatus(path).getLen()).isEqualTo(3);
      assertThat(read(late)).hasSize(3);
    }
  }

  @Test
  void whoWritesAFileSeesIt() throws IOException {
    for (int round = 1; round <= 3; round++) {
      for (boolean built : new boolean[] {true, false}) {
        byte[] bytes = new byte[round];
        FSDataOutputStream out =
            built
                ? (FSDataOutputStream)
                    remembering.createFile(path).overwrite(true).opt("any", "value").build()
                : remembering.create(path, true);
        assertThat(remembering.getFileStatus(path).getLen()).isZero();
        out.write(bytes);
        assertThat(out.getPos()).isEqualTo(round);
        out.close();
        assertThat(remembering.getFileStatus(path).getLen()).isEqualTo(round);
        assertThat(read(remembering)).isEqualTo(bytes);
      }
    }
    try (FSDataOutputStream out = remembering.append(path)) {
      assertThat(out.getPos()).isEqualTo(3);
      out.write(7);
    }
    assertThat(read(remembering)).containsExactly(0, 0, 0, 7);
  }

  @Test
  void anObjectThatOthersOverwriteGoesOnWithItsVersion() throws IOException {
    assertThat(read(remembering)).isEqualTo(data);
    overwrite();
    assertThat(read(remembering)).isEqualTo(data);
    assertThat(remembering.delete(path("none"), false)).isFalse();
    assertThat(read(remembering)).isNotEqualTo(data);
  }

  @Test
  void anObjectThatOthersOverwriteFailsAndTheNextOpenHasItsBytes() throws IOException {
    for (int round = 0; round < 3; round++) {
      data[0]++;
      write("data", data);
      remembering.delete(path("none"), false); // so that it looks again
      remembering.getFileStatus(path);
      data[0]++;
      write("data", data);
      assertThatThrownBy(() -> read(remembering))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("412");
      assertThat(read(remembering)).isEqualTo(data);
    }
  }

  @Test
  void aStatusOfAnotherVersionThatIsBroughtIsBelieved() throws IOException {
    remembering.getFileStatus(path);
    byte[] other = overwrite();
    FileStatus now = fs.getFileStatus(path);
    try (FSDataInputStream in = remembering.openFile(path).withFileStatus(now).build().join()) {
      assertThat(in.readAllBytes()).isEqualTo(other);
    }
    assertThat(read(remembering)).isEqualTo(other);
  }

  @Test
  void anotherSchemeRemembersToo() throws IOException {
    Configuration conf = ttl("1h");
    conf.set("fs.cordon+file.impl", CordonSchemeFileSystem.class.getName());
    Path outer = new Path("cordon+" + path.toUri());
    try (FileSystem scheme = FileSystem.newInstance(outer.toUri(), conf)) {
      EtagFileSystem.reset();
      FileStatus status = scheme.getFileStatus(outer);
      openByStatus(scheme, status);
      int looks = EtagFileSystem.LOOKS.get();
      assertThat(scheme.getFileStatus(outer)).isEqualTo(status);
      openByStatus(scheme, status);
      assertThat(EtagFileSystem.LOOKS).hasValue(looks);
    }
  }

  @Test
  void aTimeThatIsNonePassesThrough() throws IOException {
    for (String each : new String[] {"soon", "-1s", "10 s s"}) {
      try (FileSystem plain = open(ttl(each))) {
        assertThat(((CordonCachingFileSystem) plain).isCaching()).as(each).isFalse();
        assertThat(read(plain)).isEqualTo(data);
      }
    }
  }
}
