package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.Recovery;
import io.github.cordonfs.testkit.powercut.TestDisk;
import io.github.cordonfs.testkit.powercut.Workload;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The methods of a test class that an exploration calls, each time on a new instance. */
final class TestMethods {

  private final Class<?> type;
  private final Method recovery;
  private final Constructor<?> constructor;

  TestMethods(ExtensionContext context) {
    type = context.getRequiredTestClass();
    recovery = context.getRequiredTestMethod();
    requireParameter(recovery, CrashedDisk.class);
    constructor = constructor(type);
  }

  /** Returns the test method itself. */
  Recovery recovery() {
    return disk -> invoke(recovery, disk);
  }

  /** Returns the method of a name, which has a {@link TestDisk} as its parameter. */
  Workload workload(String name) {
    Method method = method(name);
    return disk -> invoke(method, disk);
  }

  private void invoke(Method method, Object disk) throws Exception {
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

  private Method method(String name) {
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
