package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threads that all file systems of a JVM share. Each test has a JVM, and is its first user. */
class HelperThreadsTest {

  @TempDir Path directory;

  @Test
  @Tag("S67")
  void timesTrimsScansAndHandlersGoOnAfterTheHeapWasFull() throws Exception {
    String output =
        ChildJvm.run(directory, "", List.of("-Xmx40m", "-XX:+UseSerialGC"), FullHeapChild.class);
    assertThat(output).contains("times go on", "scans go on", "trims go on", "handlers go on");
  }

  @Test
  @Tag("S68")
  void theyKeepNothingOfTheirFirstUser() throws Exception {
    String output = ChildJvm.run(directory, "", List.of("-Xmx128m"), FirstUserChild.class);
    assertThat(output).contains("the first user is gone");
  }

  @Test
  @Tag("S69")
  void theDefaultPoolIsConfiguredByTheJdksProperties() throws Exception {
    String output =
        ChildJvm.run(
            directory,
            "",
            List.of(
                "-Djava.nio.channels.DefaultThreadPool.threadFactory="
                    + DefaultPoolChild.Factory.class.getName(),
                "-Djava.nio.channels.DefaultThreadPool.initialSize=3"),
            DefaultPoolChild.class);
    assertThat(output).contains("3 threads at first, a handler in made-by-the-factory");
  }

  @Test
  @Tag("S88")
  void theFirstFileSystemDoesNotWaitForAnMBeanServer() throws Exception {
    String output = ChildJvm.run(directory, "", List.of("-Xmx128m"), FirstServerChild.class);
    assertThat(output).contains("known when there was a server");
  }
}
