package io.github.cordonfs.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the alerts use what a scrape has. */
class OperatorFilesTest {

  private static final Path DEPLOY = Path.of("..", "deploy");

  private static final Pattern METRIC = Pattern.compile("\\bcordon_[a-z_]+");

  private static final Pattern SERIES = Pattern.compile("(?m)^(cordon_[a-z_]+)[ {]");

  private static final Pattern RUNBOOK = Pattern.compile("runbook: docs/operating\\.md#([a-z-]+)");

  private static Set<String> scrape() throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CordonOptions options = CordonOptions.builder().size(16L << 20).injection(true).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options);
        CordonMetrics metrics = new CordonMetrics(fs, Tags.of("fs", "test"))) {
      metrics.bindTo(registry);
      Path file = Files.write(fs.getPath("/file"), new byte[1]);
      fs.memoryFailures().strike(file, 0);
      return names(SERIES, registry.scrape());
    } finally {
      registry.close();
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(matcher.groupCount()));
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana/cordon.json", "prometheus/cordon.rules.yml"})
  void everyMetricThatIsUsedExists(String name) throws IOException {
    Set<String> used = names(METRIC, Files.readString(DEPLOY.resolve(name)));
    assertThat(used).hasSizeGreaterThan(5);
    assertThat(scrape()).containsAll(used);
  }

  @Test
  void everyMeterIsOnTheDashboard() throws IOException {
    Set<String> shown = names(METRIC, Files.readString(DEPLOY.resolve("grafana/cordon.json")));
    // Of a histogram the buckets are enough.
    assertThat(scrape())
        .filteredOn(name -> !name.matches(".*_seconds_(count|sum|max)"))
        .hasSizeGreaterThan(15)
        .isSubsetOf(shown);
  }

  private static List<Map<String, ?>> documents(String name) throws IOException {
    List<Map<String, ?>> documents = new ArrayList<>();
    for (Object each : new Yaml().loadAll(Files.readString(DEPLOY.resolve(name)))) {
      documents.add(map(each));
    }
    return documents;
  }

  @SuppressWarnings("unchecked") // keys of these files are strings
  private static Map<String, ?> map(Object value) {
    return (Map<String, ?>) value;
  }

  /** Follows names of objects and numbers of elements, such as {@code spec.containers.0}. */
  private static Object at(Object value, String path) {
    Object found = value;
    for (String step : path.split("\\.", -1)) {
      found =
          found instanceof List<?> list ? list.get(Integer.parseInt(step)) : map(found).get(step);
      assertThat(found).as("%s of %s", step, path).isNotNull();
    }
    return found;
  }

  @Test
  void everyAlertHasAnExpressionASeverityAndMadeUpSeries() throws IOException {
    List<?> rules =
        (List<?>) at(documents("prometheus/cordon.rules.yml").getFirst(), "groups.0.rules");
    Set<String> names = new TreeSet<>();
    for (Object rule : rules) {
      assertThat(names.add((String) at(rule, "alert"))).isTrue();
      assertThat((String) at(rule, "expr")).isNotBlank();
      assertThat(at(rule, "labels.severity")).isIn("warning", "critical");
      assertThat((String) at(rule, "annotations.summary")).contains("$labels.instance");
    }
    Set<String> tested = new TreeSet<>();
    for (Object test :
        (List<?>) at(documents("prometheus/cordon.rules.test.yml").getFirst(), "tests")) {
      for (Object each : (List<?>) at(test, "alert_rule_test")) {
        if (!((List<?>) at(each, "exp_alerts")).isEmpty()) {
          tested.add((String) at(each, "alertname"));
        }
      }
    }
    assertThat(tested).isEqualTo(names);
  }

  /** JSON is YAML, too. */
  @Test
  void everyPanelOfTheDashboardAsksForSomething() throws IOException {
    Map<String, ?> dashboard = documents("grafana/cordon.json").getFirst();
    Set<Object> places = new HashSet<>();
    for (Object panel : (List<?>) at(dashboard, "panels")) {
      assertThat((String) at(panel, "title")).isNotBlank();
      assertThat(places.add(at(panel, "gridPos"))).as("place of %s", at(panel, "title")).isTrue();
      for (Object target : (List<?>) at(panel, "targets")) {
        assertThat((String) at(target, "expr")).contains("cordon_");
      }
    }
    assertThat(places).hasSizeGreaterThan(5);
  }

  @Test
  void theDeploymentHasLimitsProbesAndAMonitorThatFindsIt() throws IOException {
    List<Map<String, ?>> all = documents("kubernetes/cordon.yaml");
    Map<String, ?> deployment = all.getFirst();
    assertThat(at(deployment, "kind")).isEqualTo("Deployment");
    Object container = at(deployment, "spec.template.spec.containers.0");
    // What is asked for is what is there: the memory of a pool is taken, and does not shrink.
    assertThat(at(container, "resources.limits.memory"))
        .isEqualTo(at(container, "resources.requests.memory"));
    Object port = at(container, "ports.0.name");
    assertThat(at(container, "livenessProbe.httpGet.port")).isEqualTo(port);
    assertThat(at(container, "readinessProbe.httpGet.port")).isEqualTo(port);
    Map<String, ?> monitor = all.getLast();
    assertThat(at(monitor, "kind")).isEqualTo("PodMonitor");
    assertThat(at(monitor, "spec.podMetricsEndpoints.0.port")).isEqualTo(port);
    assertThat(at(monitor, "spec.selector.matchLabels"))
        .isEqualTo(at(deployment, "spec.template.metadata.labels"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes/cordon.yaml", "systemd/search.service", "Containerfile"})
  void examplesAllowTheJvmWhatItNeeds(String name) throws IOException {
    assertThat(Files.readString(DEPLOY.resolve(name)))
        .contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void theServiceHasItsSections() throws IOException {
    List<String> lines = Files.readAllLines(DEPLOY.resolve("systemd/search.service"));
    assertThat(lines)
        .contains("[Unit]", "[Service]", "[Install]")
        .anyMatch(line -> line.startsWith("ExecStart=/"));
    assertThat(lines)
        .allMatch(line ->
            line.isEmpty() || line.startsWith("#") || line.matches("\\[[A-Z][a-z]+]|[A-Za-z]+=.+"));
  }

  @Test
  void everyAlertLeadsToAPartOfTheRunbook() throws IOException {
    String rules = Files.readString(DEPLOY.resolve("prometheus/cordon.rules.yml"));
    String runbook = Files.readString(Path.of("..", "docs", "operating.md"));
    Set<String> anchors = new TreeSet<>();
    runbook
        .lines()
        .filter(line -> line.startsWith("## "))
        .forEach(line ->
            anchors.add(line.substring(3).toLowerCase(java.util.Locale.ROOT).replace(' ', '-')));
    assertThat(names(RUNBOOK, rules)).isNotEmpty();
    assertThat(anchors).containsAll(names(RUNBOOK, rules));
    long alerts = rules.lines().filter(line -> line.contains("- alert: ")).count();
    assertThat(rules.lines().filter(line -> line.contains("runbook: "))).hasSize((int) alerts);
  }
}
