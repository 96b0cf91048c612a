package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between the pages lead to files and headings that are there. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void everyLinkLeadsToAFileAndAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all()) {
      Matcher links = LINK.matcher(page.prose());
      while (links.find()) {
        if (!links.group(1).startsWith("http") && !leadsSomewhere(page, links.group(1))) {
          broken.add(page + ": " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Page page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]);
  }

  /** Returns the anchors that GitHub gives to the headings of a page. */
  private static Set<String> anchors(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(each -> each.group(1).toLowerCase(Locale.ROOT))
        .map(each -> each.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void everyPageIsReachedFromTheReadme() throws IOException {
    List<Page> pages = Page.all();
    Set<Path> reached = new java.util.HashSet<>(Set.of(Page.named("README.md").file()));
    int before;
    do {
      before = reached.size();
      for (Page page : pages) {
        if (reached.contains(page.file())) {
          LINK.matcher(page.prose())
              .results()
              .map(each -> each.group(1).split("#", 2)[0])
              .filter(each -> !each.isEmpty() && !each.startsWith("http"))
              .forEach(each -> reached.add(page.file().resolveSibling(each).normalize()));
        }
      }
    } while (reached.size() > before);
    assertThat(pages).extracting(Page::file).allSatisfy(each -> assertThat(reached).contains(each));
  }
}
