package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.FailingState;
import io.github.cordonfs.testkit.powercut.PowerCutExploration;
import io.github.cordonfs.testkit.powercut.PowerCutReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Explores for {@link PowerCutTest}, and has JUnit show what was found. */
public final class PowerCutExtension implements TestTemplateInvocationContextProvider {

  /** The configuration parameter that names a directory for pages of failing states. */
  private static final String PAGES = "cordon.pages";

  /** For JUnit. */
  public PowerCutExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), PowerCutTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    PowerCutTest test =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), PowerCutTest.class)
            .orElseThrow();
    TestMethods methods = new TestMethods(context);
    PowerCutExploration exploration =
        Explore.powerCuts(methods.workload(test.workload()), methods.recovery())
            .random(test.random(), test.seed())
            .maxStates(test.maxStates())
            .maxFailures(test.maxFailures());
    if (!test.given().isEmpty()) {
      exploration.given(methods.workload(test.given()));
    }
    if (!test.restart().isEmpty()) {
      exploration.restart(methods.workload(test.restart()));
    }
    if (!test.replay().isEmpty()) {
      exploration.replay(test.replay());
    }
    PowerCutReport report = run(exploration);
    context.publishReportEntry("power cuts", report.toString());
    context.getConfigurationParameter(PAGES).ifPresent(each -> writePages(context, report, each));
    return report.failures().isEmpty()
        ? Stream.of(new SurvivedInvocation(survived(report)))
        : report.failures().stream().map(PowerCutExtension::failing);
  }

  private static void writePages(ExtensionContext context, PowerCutReport report, String place) {
    try {
      Path directory = Files.createDirectories(Path.of(place));
      for (FailingState each : report.failures()) {
        Path page =
            directory.resolve(
                context.getRequiredTestClass().getSimpleName() + "-" + each.code() + ".html");
        each.writeHtml(page);
        context.publishReportEntry("page", page.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no pages can be written to " + place, e);
    }
  }

  private static PowerCutReport run(PowerCutExploration exploration) {
    try {
      return exploration.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new ExtensionConfigurationException("the workload failed without a power cut", e);
    }
  }

  private static String survived(PowerCutReport report) {
    return report.checked()
        + " disks after power cuts"
        + (report.restarts() == null ? "" : ", and those after a second one,")
        + " survived, "
        + report.redundantForces().size()
        + " forces change nothing"
        + (report.limited() ? "; there are more disks" : "");
  }

  private static TestTemplateInvocationContext failing(FailingState state) {
    return new FailingInvocation(state.code(), state.toString(), state.failure(), state::open);
  }
}
