package io.github.cordonfs.junit;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.Faults;
import io.github.cordonfs.testkit.OpenHandle;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives each test a file system in memory of its own. Methods of a test may have parameters of
 * these types: {@link FileSystem} or {@link CordonFileSystem}, {@link Path} for a directory in it,
 * {@link Faults} for its rules, {@link FaultDisk} for the rest of the kit. The methods of one test
 * get the same file system.
 *
 * <p>After the test and its {@code @AfterEach} methods the rules are removed, what hangs is
 * released, and the file system is closed. A test that left a channel, stream or directory open
 * fails, and the message says where it was opened.
 */
public final class CordonExtension implements ParameterResolver, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(CordonExtension.class);

  private static final List<Class<?>> TYPES =
      List.of(FileSystem.class, CordonFileSystem.class, FaultDisk.class, Path.class, Faults.class);

  /** For JUnit. */
  public CordonExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getDeclaringExecutable() instanceof Method
        && context.getTestMethod().isPresent()
        && TYPES.contains(parameter.getParameter().getType())
        && !parameter.isAnnotated(TempDir.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    try {
      FaultDisk disk = disk(context);
      if (type == FaultDisk.class) {
        return disk;
      }
      if (type == Faults.class) {
        return disk.faults();
      }
      return type == Path.class
          ? Files.createDirectories(disk.fileSystem().getPath("/test"))
          : disk.fileSystem();
    } catch (IOException e) {
      throw new ParameterResolutionException("no file system for " + parameter, e);
    }
  }

  private static FaultDisk disk(ExtensionContext context) throws IOException {
    ExtensionContext.Store store = context.getStore(NAMESPACE);
    FaultDisk open = store.get(FaultDisk.class, FaultDisk.class);
    if (open == null) {
      open = FaultDisk.inCordon();
      store.put(FaultDisk.class, open);
    }
    return open;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    FaultDisk open = context.getStore(NAMESPACE).remove(FaultDisk.class, FaultDisk.class);
    if (open == null) {
      return;
    }
    open.faults().disarm();
    List<OpenHandle> leaks = open.openHandles();
    open.close();
    if (!leaks.isEmpty()) {
      AssertionError error =
          new AssertionError(
              "left open by the test:\n  "
                  + leaks.stream().map(OpenHandle::toString).collect(Collectors.joining("\n  ")));
      leaks.forEach(each -> error.addSuppressed(each.openedAt()));
      throw error;
    }
  }
}
