package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.FailingState;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One state that fails: the disk is made again, and the method runs on it. */
final class FailingInvocation
    implements TestTemplateInvocationContext, InvocationInterceptor, ParameterResolver {

  private final FailingState state;
  private @Nullable CrashedDisk disk;

  FailingInvocation(FailingState state) {
    this.state = state;
  }

  @Override
  public String getDisplayName(int invocationIndex) {
    return state.toString().lines().findFirst().orElse("power cut") + " [" + state.code() + "]";
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
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    try {
      CrashedDisk opened = state.open();
      disk = opened;
      return opened;
    } catch (IOException e) {
      throw new ParameterResolutionException("no memory for the disk", e);
    }
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      throw new AssertionError(state.toString(), e);
    } finally {
      if (disk != null) {
        disk.fileSystem().close();
      }
    }
    throw new AssertionError(
        "failed when it was explored, and not now: the recovery does not do the same every time\n"
            + state,
        state.failure());
  }
}
