package io.github.cordonfs.conformance.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Loads classes from a directory of any file system, and what is not there from the JDK alone. */
final class PathClassLoader extends ClassLoader {

  private final Path directory;

  PathClassLoader(Path directory) {
    super(ClassLoader.getPlatformClassLoader());
    this.directory = directory;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      byte[] bytes = Files.readAllBytes(directory.resolve(name.replace('.', '/') + ".class"));
      return defineClass(name, bytes, 0, bytes.length);
    } catch (NoSuchFileException e) {
      throw new ClassNotFoundException(name, e);
    } catch (IOException e) {
      throw new LinkageError("class " + name + " cannot be read", e);
    }
  }
}
