package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One failure: the disk is made again, and the method runs on it. */
final class FailingInvocation
    implements TestTemplateInvocationContext, InvocationInterceptor, ParameterResolver {

  private final String code;
  private final String description;
  private final Throwable failure;
  private final Callable<CrashedDisk> again;
  private @Nullable CrashedDisk disk;
  private @Nullable Throwable crash;

  /**
   * Makes one.
   *
   * @param again makes the disk again, and throws what the workload does
   */
  FailingInvocation(
      String code, String description, Throwable failure, Callable<CrashedDisk> again) {
    this.code = code;
    this.description = description;
    this.failure = failure;
    this.again = again;
  }

  @Override
  public String getDisplayName(int invocationIndex) {
    return description.lines().findFirst().orElse("failure") + " [" + code + "]";
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return List.of(this);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == CrashedDisk.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    try {
      disk = again.call();
    } catch (Exception | AssertionError e) {
      // Of the workload: thrown where JUnit takes it for a failure of the test.
      crash = e;
    }
    return disk;
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    if (crash != null) {
      invocation.skip();
      throw new AssertionError(description, crash);
    }
    try {
      invocation.proceed();
    } catch (Throwable e) {
      throw new AssertionError(description, e);
    } finally {
      if (disk != null) {
        disk.fileSystem().close();
      }
    }
    throw new AssertionError(
        "failed when it was explored, and not now: the test does not do the same every time\n"
            + description,
        failure);
  }
}
