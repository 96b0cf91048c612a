package io.github.cordonfs.nio.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatcherTest extends CordonFixture {

  private static final List<String> PATHS =
      List.of(
          "",
          "a",
          "b",
          "a.java",
          "a.class",
          "A",
          "a.",
          ".a",
          "/",
          "/a",
          "/home/a",
          "/home/a/b",
          "/home/a.java",
          "a/b",
          "a/b.java",
          "-",
          "!",
          "^",
          "*",
          "?",
          "[",
          "]",
          "{",
          "}",
          "a,b",
          "ä",
          "a b",
          "abc",
          "a+b",
          "(a)",
          "$",
          "a&&b",
          "\\",
          "5",
          "😀",
          "x😀y",
          "#",
          "a|b");

  private static final FileSystem LINUX = FileSystems.getDefault();

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(
      strings = {
        "*",
        "**",
        "?",
        "??",
        "*.java",
        "*.*",
        "*.{java,class}",
        "a.?*",
        "/home/*",
        "/home/**",
        "/home/*/*",
        "[a-c]",
        "[!a-c]",
        "[abc]",
        "[-a]",
        "[a-]",
        "[!-a]",
        "[^a]",
        "[*?]",
        "\\*",
        "\\?",
        "\\[",
        "\\{",
        "a,b",
        "{a,b}",
        "{a,,b}",
        "{}",
        "a+b",
        "(a)",
        "$",
        "ä",
        "😀",
        "x?y",
        "[a&&b]",
        "\\\\",
        "{a*,b?}/**",
        "a|b",
        "#",
        "}",
        "^"
      })
  void globsMatchAsThoseOfTheDefaultProvider(String glob) {
    for (String path : PATHS) {
      assertThat(fs.getPathMatcher("glob:" + glob).matches(path(path)))
          .as("%s on \"%s\"", glob, path)
          .isEqualTo(LINUX.getPathMatcher("glob:" + glob).matches(LINUX.getPath(path)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "[a", "{", "{a,b", "{a{b}}", "\\", "[a/b]", "[c-a]"})
  void malformedGlobsAreRefused(String glob) {
    assertThatThrownBy(() -> fs.getPathMatcher("glob:" + glob))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @Test
  void regularExpressionsMatchTheWholePath() {
    assertThat(fs.getPathMatcher("regex:/a.*").matches(path("/abc"))).isTrue();
    assertThat(fs.getPathMatcher("REGEX:/a").matches(path("/abc"))).isFalse();
  }

  @Test
  void otherSyntaxesAreRefused() {
    assertThatThrownBy(() -> fs.getPathMatcher("grep:a"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fs.getPathMatcher("a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fs.getPathMatcher("regex:("))
        .isInstanceOf(PatternSyntaxException.class);
  }

  @Test
  void aDotIsNoLineBreak() {
    assertThat(fs.getPathMatcher("regex:a.b").matches(fs.getPath("a\nb"))).isFalse();
    assertThat(fs.getPathMatcher("glob:**b").matches(fs.getPath("a\nb"))).isFalse();
  }
}
