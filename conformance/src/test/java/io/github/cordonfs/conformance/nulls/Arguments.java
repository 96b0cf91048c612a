package io.github.cordonfs.conformance.nulls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Arguments that make sense, for any method: so that of each call only the null is wrong. */
final class Arguments {

  private Arguments() {}

  /** Returns what a method of a type takes. */
  static @Nullable Object[] of(Method method, World world) throws IOException {
    Class<?>[] types = method.getParameterTypes();
    @Nullable Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = of(types[i], method, i, world);
    }
    return arguments;
  }

  private static @Nullable Object of(Class<?> type, Method method, int index, World world)
      throws IOException {
    if (type == Path.class) {
      return path(method, index, world);
    }
    if (type == String.class || type == CharSequence.class) {
      return text(method, index);
    }
    if (type == Class.class) {
      return type(method);
    }
    if (type == Object.class) {
      return method.getName().equals("setAttribute") ? FileTime.fromMillis(1000) : "attachment";
    }
    if (type == int.class || type == long.class) {
      return number(method, index, type);
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == ByteBuffer[].class) {
      return new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
    }
    if (type == byte[].class) {
      return new byte[] {1};
    }
    if (type == WatchEvent.Kind[].class) {
      return new WatchEvent.Kind<?>[] {StandardWatchEventKinds.ENTRY_CREATE};
    }
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    return object(type, method, world);
  }

  private static Object path(Method method, int index, World world) {
    boolean second = index == 1;
    return switch (method.getName()) {
      case "copy", "move" -> second || isFromStream(method) ? world.absent : world.file;
      case "createDirectory", "createDirectories", "createFile" -> world.absent;
      case "createLink", "createSymbolicLink" -> second ? world.file : world.absent;
      case "createTempFile", "createTempDirectory", "list", "walk", "walkFileTree", "find" ->
          world.directory;
      case "newDirectoryStream" ->
          isOf(method, SecureDirectoryStream.class)
              ? world.fileSystem().getPath(".")
              : world.directory;
      case "readSymbolicLink" -> world.link;
      case "deleteFile", "newByteChannel", "getFileAttributeView" ->
          isOf(method, SecureDirectoryStream.class)
              ? world.fileSystem().getPath("file")
              : world.file;
      case "deleteDirectory" -> world.fileSystem().getPath("absent");
      default -> world.file;
    };
  }

  private static boolean isOf(Method method, Class<?> type) {
    return method.getDeclaringClass() == type;
  }

  private static boolean isFromStream(Method method) {
    return method.getParameterTypes()[0] == InputStream.class;
  }

  private static String text(Method method, int index) {
    return switch (method.getName()) {
      case "getPathMatcher" -> "glob:*";
      case "readAttributes" -> "size";
      case "setAttribute" -> "lastModifiedTime";
      case "getAttribute" -> isFileStore(method) ? "totalSpace" : "size";
      case "supportsFileAttributeView" -> "basic";
      case "newDirectoryStream" -> "*";
      case "lookupPrincipalByName", "lookupPrincipalByGroupName" -> "root";
      default -> "text" + index;
    };
  }

  private static boolean isFileStore(Method method) {
    return method.getDeclaringClass().getSimpleName().equals("FileStore");
  }

  private static Class<?> type(Method method) {
    return switch (method.getName()) {
      case "readAttributes", "readAttributesIfExists" -> BasicFileAttributes.class;
      case "getFileStoreAttributeView" -> FileStoreAttributeView.class;
      default -> BasicFileAttributeView.class;
    };
  }

  private static Object number(Method method, int index, Class<?> type) {
    long number =
        switch (method.getName()) {
          case "subpath", "transferTo", "transferFrom", "map" -> index;
          // Of an array of buffers: from the first, both.
          case "read", "write" -> method.getParameterCount() == 3 && index == 2 ? 2 : 0;
          case "find", "walk", "walkFileTree", "lock", "tryLock" -> 1;
          default -> 0;
        };
    return type == int.class ? (Object) (int) number : (Object) number;
  }

  private static @Nullable Object object(Class<?> type, Method method, World world)
      throws IOException {
    Object[] known = {
      world.fileSystem(),
      StandardCharsets.UTF_8,
      FileTime.fromMillis(1000),
      world.fileSystem().getPath("/").toUri(),
      Map.of(),
      TimeUnit.MILLISECONDS,
      MapMode.READ_ONLY,
      ByteBuffer.allocate(1),
      new ByteArrayInputStream(new byte[1]),
      new ByteArrayOutputStream(),
    };
    for (Object each : known) {
      if (type != Iterable.class && type.isInstance(each)) {
        return each;
      }
    }
    if (type == Set.class) {
      return method.getName().contains("Permissions")
          ? EnumSet.of(PosixFilePermission.OWNER_READ)
          : method.getName().equals("walkFileTree") ? Set.of() : Set.of(StandardOpenOption.READ);
    }
    if (type == Iterable.class) {
      return List.of("line");
    }
    if (type == UserPrincipal.class) {
      return Files.getOwner(world.file);
    }
    if (type == GroupPrincipal.class) {
      return Files.readAttributes(world.file, PosixFileAttributes.class).group();
    }
    if (type == WatchService.class) {
      return world.opened(world.fileSystem().newWatchService());
    }
    if (type == SecureDirectoryStream.class) {
      return Subject.stream(world);
    }
    if (type == ReadableByteChannel.class) {
      return Channels.newChannel(InputStream.nullInputStream());
    }
    if (type == WritableByteChannel.class) {
      return Channels.newChannel(OutputStream.nullOutputStream());
    }
    return function(type);
  }

  private static @Nullable Object function(Class<?> type) {
    if (type == DirectoryStream.Filter.class) {
      return (DirectoryStream.Filter<Path>) _ -> true;
    }
    if (type == BiPredicate.class) {
      return (BiPredicate<Path, BasicFileAttributes>) (_, _) -> true;
    }
    if (type == Consumer.class) {
      return (Consumer<Object>) _ -> {};
    }
    if (type == FileVisitor.class) {
      return new SimpleFileVisitor<Path>() {};
    }
    if (type == CompletionHandler.class) {
      return new CompletionHandler<Object, Object>() {
        @Override
        public void completed(Object result, @Nullable Object attachment) {}

        @Override
        public void failed(Throwable failure, @Nullable Object attachment) {}
      };
    }
    if (type == Arena.class) {
      return Arena.ofAuto();
    }
    if (type == ExecutorService.class) {
      return ForkJoinPool.commonPool();
    }
    throw new IllegalArgumentException("no argument of type " + type);
  }
}
