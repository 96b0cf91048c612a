package io.github.cordonfs.nio.mount;

import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileAttributeView;
import org.jspecify.annotations.Nullable;

/** Views of attributes, of whatever type the store has. */
final class MountedView {

  /** Finds out anew, with each use of a view, where its path leads. */
  interface Resolver {
    /**
     * Returns the path in the store.
     *
     * @param toChange whether something is going to be changed
     * @throws ReadOnlyFileSystemException if nothing can be
     */
    Path resolve(boolean toChange) throws IOException;
  }

  private MountedView() {}

  static <V extends FileAttributeView> @Nullable V of(
      Class<V> type, CordonPath path, boolean followLinks, Resolver resolver) {
    // Whether there is one does not depend on the file; where it leads may be an error by itself.
    Path any = resolvedOrNull(resolver);
    if (any != null && Files.getFileAttributeView(any, type) == null) {
      return null;
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (method.getDeclaringClass() == Object.class) {
                return switch (name) {
                  case "equals" -> isSame(proxy, arguments[0]);
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> type.getSimpleName() + " of " + path;
                };
              }
              boolean changes =
                  name.startsWith("set") || name.equals("write") || name.equals("delete");
              try {
                Path real = resolver.resolve(changes);
                return method.invoke(
                    Files.getFileAttributeView(real, type, LinkOption.NOFOLLOW_LINKS), arguments);
              } catch (InvocationTargetException e) {
                Throwable cause = e.getCause();
                throw cause instanceof IOException failed
                    ? MountedNames.named(failed, path)
                    : cause;
              }
            }));
  }

  @SuppressWarnings("ReferenceEquality") // a proxy has no other
  private static boolean isSame(Object proxy, Object other) {
    return proxy == other;
  }

  private static @Nullable Path resolvedOrNull(Resolver resolver) {
    try {
      return resolver.resolve(false);
    } catch (IOException e) {
      return null;
    }
  }
}
