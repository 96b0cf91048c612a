package io.github.cordonfs.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.HugePolicy;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the system properties of the overlay may say. */
class OverlaySettingsTest {

  private static OverlaySettings read(String... keysAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      properties.setProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return OverlaySettings.read(properties, FileSystems.getDefault());
  }

  @Test
  void pathsAreSeparatedByCommasOrAsInAClassPath() {
    assertThat(read("cordon.overlay", "/a/b, /c:/d/../e,").prefixes())
        .containsExactly(Path.of("/a/b"), Path.of("/c"), Path.of("/e"));
  }

  @Test
  void aPathThatIsThereTwiceCountsOnce() {
    assertThat(read("cordon.overlay", "/a/b,/a/./b,/a,/a/b/c").prefixes())
        .containsExactly(Path.of("/a/b"), Path.of("/a"), Path.of("/a/b/c"));
  }

  @Test
  void optionsHaveTheNamesOfTheEnvironmentMap() {
    OverlaySettings settings =
        read("cordon.overlay", "/a", "cordon.overlay.size", "3m", "cordon.overlay.poison", "drop");
    assertThat(settings.options().size()).isEqualTo(3L << 20);
    assertThat(settings.options().poison()).hasToString("DROP");
    assertThat(settings.options().name()).contains("overlay");
  }

  @Test
  @Tag("S109")
  void oneDirectoryOfTheDiskCanBeWritten() {
    String[] one = {
      "cordon.overlay", "/a", "cordon.overlay.backing", "true", "cordon.overlay.writable", "true"
    };
    assertThat(read(one).options().writable()).isTrue();
    String[] two = one.clone();
    two[1] = "/a,/b";
    assertThatThrownBy(() -> read(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dcordon.overlay: bad option writable=true: only one directory of the disk can be"
                + " written, and not [/a, /b]");
    assertThatThrownBy(() -> read("cordon.overlay", "/a", "cordon.overlay.writable", "true"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dcordon.overlay: bad option writable=true: without backing=true the files are in"
                + " memory, and can be written anyway");
  }

  @Test
  @Tag("F12")
  void foliosThatAreNeverSplitAreForMemoryOnly() {
    String[] whole = {"cordon.overlay", "/a", "cordon.overlay.huge", "unsplittable"};
    assertThat(read(whole).options().huge()).isEqualTo(HugePolicy.UNSPLITTABLE);
    String[] backed = Arrays.copyOf(whole, 6);
    backed[4] = "cordon.overlay.backing";
    backed[5] = "true";
    assertThatThrownBy(() -> read(backed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("-Dcordon.overlay: bad option huge=unsplittable: ");
  }

  @Test
  void backingIsTrueOrFalse() {
    assertThat(read("cordon.overlay", "/a").backed()).isFalse();
    assertThat(read("cordon.overlay", "/a", "cordon.overlay.backing", "false").backed()).isFalse();
    assertThat(read("cordon.overlay", "/a", "cordon.overlay.backing", "True").backed()).isTrue();
    assertThatThrownBy(() -> read("cordon.overlay", "/a", "cordon.overlay.backing", "/a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dcordon.overlay: bad option backing=/a: true or false; true shows what the disk has"
                + " at the same paths");
  }

  @Test
  void whatMakesNoSenseIsToldInOneLine() {
    assertThatThrownBy(() -> read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dcordon.overlay: no path is given; say which ones Cordon is to have, as in"
                + " -Dcordon.overlay=/data/db");
    assertThatThrownBy(() -> read("cordon.overlay", "a/b"))
        .hasMessage("-Dcordon.overlay: \"a/b\" is not an absolute path below the root");
    assertThatThrownBy(() -> read("cordon.overlay", "/a/.."))
        .hasMessage("-Dcordon.overlay: \"/a/..\" is not an absolute path below the root");
    assertThatThrownBy(() -> read("cordon.overlay", "/a", "cordon.overlay.size", "much"))
        .hasMessageStartingWith("-Dcordon.overlay: bad option size=much: ");
    assertThatThrownBy(() -> read("cordon.overlay", "/a", "cordon.overlay.sice", "1"))
        .hasMessageStartingWith("-Dcordon.overlay: bad option sice=1: there is no such option; ");
  }

  @Test
  void whatTheKernelShowsIsNotOverlaid() {
    assertThatThrownBy(() -> read("cordon.overlay", "/data,/proc/sys"))
        .hasMessage(
            "-Dcordon.overlay: \"/proc/sys\" is the kernel's, and Cordon itself reads /proc");
    assertThatThrownBy(() -> read("cordon.overlay", "/sys"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(read("cordon.overlay", "/system").prefixes()).hasSize(1);
  }
}
