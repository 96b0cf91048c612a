package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.CollapseReport;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.FailureCounters;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whoever passes null is told for what, by methods of Cordon's own public types. */
class NullArgumentTest extends CordonFixture {

  private static final List<Class<?>> TYPES =
      List.of(
          AttributeProvider.class,
          CollapseCounters.class,
          CollapseReport.class,
          Cordon.class,
          CordonFileChannel.class,
          CordonFileSystem.class,
          CordonOptionsBuilder.class,
          FailureCounters.class,
          MemoryFailureEvent.class,
          MemoryFailures.class,
          PoisonedPageException.class);

  @TestFactory
  Stream<DynamicTest> nullIsRefusedByTheNameOfTheParameter() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> type : TYPES) {
      List<Executable> all = new ArrayList<>(List.of(type.getConstructors()));
      Stream.of(type.getDeclaredMethods())
          .filter(each -> Modifier.isPublic(each.getModifiers()))
          .filter(each -> !each.getName().equals("equals") && !each.isSynthetic())
          // Others implement it.
          .filter(each -> type != AttributeProvider.class || Modifier.isStatic(each.getModifiers()))
          .forEach(all::add);
      for (Executable each : all) {
        for (int i = 0; i < each.getParameterCount(); i++) {
          int at = i;
          if (!each.getParameterTypes()[i].isPrimitive() && !isFree(each, i)) {
            tests.add(dynamicTest(each + " " + i, () -> refuses(each, at)));
          }
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(40);
    return tests.stream();
  }

  /** The value of an option by name may be anything, and is refused as such. */
  private static boolean isFree(Executable executable, int parameter) {
    return executable.getName().equals("set") && parameter == 1;
  }

  private void refuses(Executable executable, int parameter) throws Exception {
    Object[] arguments = new Object[executable.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == parameter ? null : value(executable.getParameterTypes()[i]);
    }
    Throwable thrown = catchThrowable(() -> call(executable, arguments));
    assertThat(thrown).isInstanceOf(NullPointerException.class);
    assertThat(thrown.getMessage()).matches("[a-z][A-Za-z]*");
  }

  private void call(Executable executable, Object... arguments) throws Throwable {
    try {
      if (executable instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else if (executable instanceof Method method) {
        method.invoke(
            Modifier.isStatic(method.getModifiers()) ? null : value(method.getDeclaringClass()),
            arguments);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object value(Class<?> type) throws Exception {
    if (type == Path.class) {
      return file("f", PAGE);
    } else if (type == MemoryFailures.class) {
      return failures();
    } else if (type == CordonFileChannel.class || type == FileChannel.class) {
      Path file = file("channel", PAGE);
      return channel(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } else if (type == CordonOptions.class) {
      return options();
    } else if (type == CordonOptionsBuilder.class) {
      return CordonOptions.builder();
    } else if (type == CollapseReport.class) {
      return new CollapseReport(0, Map.of());
    } else if (type == FailureCounters.class) {
      return failures().counters();
    } else if (type == ByteRange.class) {
      return new ByteRange(0, 1);
    } else if (type == ByteBuffer.class) {
      return ByteBuffer.allocate(1);
    } else if (type == MemorySegment.class) {
      return MemorySegment.ofArray(new byte[1]);
    } else if (type == Map.class) {
      return Arrays.stream(FailureSource.values())
          .collect(java.util.stream.Collectors.toMap(each -> each, _ -> 1L));
    } else if (type == FileSystem.class) {
      return FileSystems.getDefault();
    } else if (type == String.class || type == Object.class) {
      return "x";
    } else if (type == List.class) {
      return List.of();
    } else if (type == Set.class) {
      return Set.of();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type.isArray()) {
      return java.lang.reflect.Array.newInstance(type.getComponentType(), 0);
    } else if (type == int.class) {
      return 0;
    } else if (type == long.class) {
      return 0L;
    } else if (type == boolean.class) {
      return false;
    } else if (type == java.util.OptionalLong.class) {
      return java.util.OptionalLong.empty();
    } else if (type == java.time.Instant.class) {
      return java.time.Instant.EPOCH;
    } else if (type == java.time.Duration.class) {
      return java.time.Duration.ZERO;
    }
    return Proxy.newProxyInstance(
        NullArgumentTest.class.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> null);
  }
}
