package io.github.cordonfs.nio;

import io.github.cordonfs.hook.PathOperation;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.attribute.FileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * Attribute views of a file system with a hook, of whatever type: those of applications, too. What
 * reads attributes and what changes them is told by the names of the methods.
 */
final class HookedView implements InvocationHandler {

  private final FileAttributeView view;
  private final Seen seen;

  private HookedView(FileAttributeView view, Seen seen) {
    this.view = view;
    this.seen = seen;
  }

  /** What is told of an operation that is about to be done. */
  interface Seen {
    void before(PathOperation operation) throws IOException;
  }

  static <V extends FileAttributeView> V of(V view, Class<V> type, Seen seen) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new HookedView(view, seen)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.startsWith("set") || name.equals("write") || name.equals("delete")) {
      seen.before(PathOperation.SET_ATTRIBUTES);
    } else if (method.getDeclaringClass() != Object.class && !name.equals("name")) {
      seen.before(PathOperation.READ_ATTRIBUTES);
    }
    try {
      return method.invoke(view, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
