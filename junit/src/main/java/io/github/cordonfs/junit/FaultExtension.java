package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FileOp;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.FailingRun;
import io.github.cordonfs.testkit.powercut.FaultExploration;
import io.github.cordonfs.testkit.powercut.FaultReport;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Explores for {@link FaultTest}, and has JUnit show what was found. */
public final class FaultExtension implements TestTemplateInvocationContextProvider {

  /** For JUnit. */
  public FaultExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), FaultTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    FaultTest test =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), FaultTest.class)
            .orElseThrow();
    TestMethods methods = new TestMethods(context);
    FaultExploration exploration =
        Explore.faults(methods.workload(test.workload()), methods.recovery())
            .kinds(test.kinds())
            .maxRuns(test.maxRuns())
            .maxFailures(test.maxFailures());
    Errno[] errors = test.errors();
    if (errors.length > 0) {
      for (FileOp op : FileOp.values()) {
        exploration.errors(op, errors);
      }
    }
    if (!test.given().isEmpty()) {
      exploration.given(methods.workload(test.given()));
    }
    if (!test.replay().isEmpty()) {
      exploration.replay(test.replay());
    }
    FaultReport report = run(exploration);
    context.publishReportEntry("faults", report.toString());
    return report.failures().isEmpty()
        ? Stream.of(new SurvivedInvocation(survived(report)))
        : report.failures().stream().map(FaultExtension::failing);
  }

  private static FaultReport run(FaultExploration exploration) {
    try {
      return exploration.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new ExtensionConfigurationException(
          "the workload or the test failed without a fault", e);
    }
  }

  private static String survived(FaultReport report) {
    return report.runs()
        + " faults in "
        + report.operations()
        + " operations survived"
        + (report.limited() ? "; there are more faults" : "");
  }

  private static TestTemplateInvocationContext failing(FailingRun run) {
    return new FailingInvocation(run.code(), run.toString(), run.failure(), run::again);
  }
}
