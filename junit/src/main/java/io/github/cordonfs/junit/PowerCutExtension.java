package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.PowerCutExploration;
import io.github.cordonfs.testkit.powercut.PowerCutReport;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Explores for {@link PowerCutTest}, and has JUnit show what was found. */
public final class PowerCutExtension implements TestTemplateInvocationContextProvider {

  /** For JUnit. */
  public PowerCutExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), PowerCutTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method recovery = context.getRequiredTestMethod();
    Class<?> type = context.getRequiredTestClass();
    PowerCutTest test =
        AnnotationSupport.findAnnotation(recovery, PowerCutTest.class).orElseThrow();
    requireParameter(recovery, CrashedDisk.class);
    Constructor<?> constructor = constructor(type);
    Method workload = method(type, test.workload());
    PowerCutExploration exploration =
        Explore.powerCuts(
                disk -> invoke(constructor, workload, disk),
                disk -> invoke(constructor, recovery, disk))
            .random(test.random(), test.seed())
            .maxStates(test.maxStates())
            .maxFailures(test.maxFailures());
    if (!test.given().isEmpty()) {
      Method given = method(type, test.given());
      exploration.given(disk -> invoke(constructor, given, disk));
    }
    if (!test.replay().isEmpty()) {
      exploration.replay(test.replay());
    }
    PowerCutReport report = run(exploration);
    context.publishReportEntry("power cuts", report.toString());
    return report.failures().isEmpty()
        ? Stream.of(new SurvivedInvocation(report))
        : report.failures().stream().map(FailingInvocation::new);
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

  private static void invoke(Constructor<?> constructor, Method method, Object disk)
      throws Exception {
    try {
      Object target = Modifier.isStatic(method.getModifiers()) ? null : constructor.newInstance();
      method.invoke(target, disk);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }

  private static Constructor<?> constructor(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new ExtensionConfigurationException(
          type + " needs a constructor without parameters, and must not be an inner class", e);
    }
  }

  private static Method method(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equals(name)) {
          requireParameter(method, TestDisk.class);
          return method;
        }
      }
    }
    throw new ExtensionConfigurationException(type + " has no method " + name);
  }

  private static void requireParameter(Method method, Class<?> type) {
    if (method.getParameterCount() != 1 || method.getParameterTypes()[0] != type) {
      throw new ExtensionConfigurationException(
          method + " must have one parameter, a " + type.getSimpleName());
    }
    method.setAccessible(true);
  }
}
