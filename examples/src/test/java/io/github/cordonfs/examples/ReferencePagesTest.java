package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.Finding;
import io.github.cordonfs.micrometer.CordonMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that list things list all of them. */
class ReferencePagesTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`\\w+`(?:, )?)+) \\|");

  private static final Pattern FIGURE = Pattern.compile("(?<=\\| )([0-9]+\\.[0-9]+) (?=\\|)");

  private static final Pattern FINDING = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @Test
  void everyOptionIsInItsTable() throws Exception {
    Set<String> options =
        Arrays.stream(CordonOptionsBuilder.class.getDeclaredMethods())
            .filter(each -> Modifier.isPublic(each.getModifiers()))
            .filter(each -> each.getReturnType() == CordonOptionsBuilder.class)
            .filter(each -> each.getParameterCount() == 1)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = new TreeSet<>();
    for (var row : ROW.matcher(Page.named("docs/options.md").text()).results().toList()) {
      NAME.matcher(row.group(1)).results().forEach(each -> listed.add(each.group(1)));
    }
    assertThat(listed).isEqualTo(options);
  }

  @Test
  void everyMeterIsOnThePageOfObservability() throws Exception {
    String page = Page.named("docs/observability.md").text();
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size("4m").build());
        CordonMetrics metrics = new CordonMetrics(fs)) {
      metrics.bindTo(registry);
      assertThat(
              registry.getMeters().stream()
                  .map(Meter::getId)
                  // Made by this kind of registry of another one's quantiles.
                  .filter(id -> id.syntheticAssociation() == null)
                  .flatMap(ReferencePagesTest::names))
          .isNotEmpty()
          .allMatch(name -> page.contains("`" + name + "`"));
    } finally {
      registry.close();
    }
  }

  @Test
  void everyAttributeOfTheBeanIsOnThePageOfObservability() throws Exception {
    String page = Page.named("docs/observability.md").text();
    assertThat(CordonMXBean.class.getMethods())
        .extracting(method -> method.getName().replaceFirst("^get", ""))
        .allMatch(name -> page.contains("`" + name + "`"));
  }

  @Test
  void everyFindingIsOnThePageOfTheDoctor() throws Exception {
    String page = Page.named("docs/doctor.md").text();
    assertThat(FINDING.matcher(page).results().map(each -> each.group(1)))
        .containsExactlyElementsOf(Cordon.diagnose().findings().stream().map(Finding::id).toList());
  }

  @Test
  void theReadmeQuotesFiguresOfThePageOfBenchmarks() throws Exception {
    String readme = Page.named("README.md").text();
    String page = Page.named("docs/benchmarks.md").text();
    String speed = readme.substring(readme.indexOf("\n## Speed\n"));
    assertThat(FIGURE.matcher(speed).results().map(each -> each.group(1)))
        .hasSizeGreaterThan(10)
        .allMatch(figure -> page.contains("| " + figure + " ("));
  }

  private static Stream<String> names(Meter.Id id) {
    return Stream.concat(Stream.of(id.getName()), id.getTags().stream().map(Tag::getKey));
  }
}
