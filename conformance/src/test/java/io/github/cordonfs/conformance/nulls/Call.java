package io.github.cordonfs.conformance.nulls;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.WatchEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method with one null.
 *
 * @param argument which argument is null, or has one in it
 * @param inside whether it is an array or a set in which there is a null
 */
record Call(Subject subject, Method method, int argument, boolean inside) {

  /** Returns all there are. */
  static List<Call> all() {
    List<Call> all = new ArrayList<>();
    for (Subject subject : Subject.all()) {
      methods(subject.type()).forEach(method -> addAll(all, subject, method));
    }
    return all;
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(each -> each.getDeclaringClass() != Object.class && !each.isBridge())
        // Static methods are the JDK's own, but for those that ask providers.
        .filter(each -> Modifier.isStatic(each.getModifiers()) == isFiles(type))
        .sorted(Comparator.comparing(Method::toString));
  }

  private static boolean isFiles(Class<?> type) {
    return type.getSimpleName().equals("Files");
  }

  private static void addAll(List<Call> all, Subject subject, Method method) {
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isPrimitive() && !hangs(types[i])) {
        all.add(new Call(subject, method, i, false));
        if (types[i] == Set.class || types[i] == Iterable.class || isOfObjects(types[i])) {
          all.add(new Call(subject, method, i, true));
        }
      }
    }
  }

  /** Of the JDK's watch service, the thread dies of it that is to answer. */
  private static boolean hangs(Class<?> type) {
    return type == WatchEvent.Modifier[].class;
  }

  private static boolean isOfObjects(Class<?> type) {
    return type.isArray() && !type.getComponentType().isPrimitive();
  }

  /** Makes the call. Returns the simple name of what was thrown, or a hyphen if nothing was. */
  String outcome(World world) throws IOException, IllegalAccessException {
    Object target = subject.maker().in(world);
    @Nullable Object[] arguments = Arguments.of(method, world);
    arguments[argument] = inside ? withNull(arguments[argument]) : null;
    try {
      if (method.invoke(target, arguments) instanceof Closeable opened
          && !opened.equals(world.fileSystem())) {
        world.opened(opened);
      }
      return "-";
    } catch (InvocationTargetException e) {
      return e.getCause().getClass().getSimpleName();
    }
  }

  private static Object withNull(@Nullable Object container) {
    if (container instanceof Object[] array) {
      return Arrays.copyOf(array, array.length + 1);
    }
    if (container instanceof Set<?>) {
      return Collections.singleton(null);
    }
    return Collections.singletonList(null);
  }

  @Override
  public String toString() {
    String parameters =
        String.join(
            ", ", Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList());
    return subject.name()
        + "."
        + method.getName()
        + "("
        + parameters
        + ")"
        + " "
        + (inside ? "null in argument " : "null as argument ")
        + (argument + 1);
  }
}
