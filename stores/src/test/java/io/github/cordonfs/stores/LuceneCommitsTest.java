package io.github.cordonfs.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.powercut.PowerCutReport;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

/**
 * LUCENE-8048, which Lucene 7.2 mended: a commit renamed the list of segments before the directory
 * had been forced, so the list could be on the disk without the segments.
 */
class LuceneCommitsTest {

  @Test
  void lucene71MayKeepTheListOfSegmentsAndLoseASegment() throws Exception {
    PowerCutReport report = new LuceneCommits().call();
    assertThat(report.failures())
        .singleElement()
        .asString()
        .containsPattern("power cut after .* rename /index/pending_segments_2 to /index/segments_2")
        .containsPattern("\n  lost: \\d+ create /index/_1\\.\\w+\n")
        .contains("CorruptIndexException");
  }

  @Test
  void lucene72DoesNot() throws Exception {
    Path jar = Path.of(System.getProperty("cordon.lucene72"));
    URL[] sources = {
      jar.toUri().toURL(), LuceneCommits.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (OtherVersion other = new OtherVersion(sources)) {
      Class<?> program = other.loadClass(LuceneCommits.class.getName());
      assertThat(other.loadClass(Directory.class.getName())).isNotEqualTo(Directory.class);
      Callable<?> commits = (Callable<?>) program.getDeclaredConstructor().newInstance();
      PowerCutReport report = (PowerCutReport) commits.call();
      assertThat(report.failures()).as("%s", report.failures()).isEmpty();
      assertThat(report.checked()).isGreaterThan(300);
    }
  }

  /** Finds Lucene and the program that uses it in its own jars first. */
  private static final class OtherVersion extends URLClassLoader {

    OtherVersion(URL[] sources) {
      super(sources, OtherVersion.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.apache.lucene.")
          && !name.startsWith(LuceneCommits.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
