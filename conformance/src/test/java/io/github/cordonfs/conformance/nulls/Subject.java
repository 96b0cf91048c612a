package io.github.cordonfs.conformance.nulls;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A type whose methods are called, and how an object of it is come by.
 *
 * @param name what tells it from others of the same type
 */
record Subject(Class<?> type, String name, Maker maker) {

  /** Makes the object; null for a type that has static methods only. */
  interface Maker {
    @Nullable Object in(World world) throws IOException;
  }

  private static Subject of(Class<?> type, Maker maker) {
    return new Subject(type, type.getSimpleName(), maker);
  }

  private static Subject view(Class<? extends FileAttributeView> type) {
    return of(type, world -> Objects.requireNonNull(Files.getFileAttributeView(world.file, type)));
  }

  /** Returns all that a file system of Cordon's has objects of. */
  static List<Subject> all() {
    List<Subject> all = new ArrayList<>();
    all.add(of(Files.class, _ -> null));
    all.add(of(Path.class, world -> world.file));
    all.add(new Subject(Path.class, "relative Path", world -> world.fileSystem().getPath("a/b")));
    all.add(of(FileSystem.class, World::fileSystem));
    all.add(of(FileSystemProvider.class, world -> world.fileSystem().provider()));
    all.add(of(FileStore.class, world -> Files.getFileStore(world.file)));
    all.add(view(BasicFileAttributeView.class));
    all.add(view(FileOwnerAttributeView.class));
    all.add(view(PosixFileAttributeView.class));
    all.add(view(UserDefinedFileAttributeView.class));
    all.add(view(DosFileAttributeView.class));
    all.add(
        of(
            PosixFileAttributes.class,
            world -> Files.readAttributes(world.file, PosixFileAttributes.class)));
    all.add(of(DirectoryStream.class, Subject::stream));
    all.add(of(SecureDirectoryStream.class, Subject::stream));
    all.add(of(WatchService.class, world -> world.opened(world.fileSystem().newWatchService())));
    all.add(of(WatchKey.class, Subject::key));
    all.add(of(PathMatcher.class, world -> world.fileSystem().getPathMatcher("glob:*")));
    all.add(
        new Subject(
            PathMatcher.class, "regex", world -> world.fileSystem().getPathMatcher("regex:.*")));
    all.add(
        of(
            UserPrincipalLookupService.class,
            world -> world.fileSystem().getUserPrincipalLookupService()));
    all.add(of(FileChannel.class, Subject::channel));
    all.add(
        new Subject(
            FileChannel.class,
            "FileChannel of a directory",
            world -> world.opened(FileChannel.open(world.directory, StandardOpenOption.READ))));
    all.add(
        new Subject(
            FileChannel.class,
            "FileChannel for reading",
            world -> world.opened(FileChannel.open(world.file, StandardOpenOption.READ))));
    all.add(
        new Subject(
            FileChannel.class,
            "FileChannel for writing",
            world -> world.opened(FileChannel.open(world.file, StandardOpenOption.WRITE))));
    all.add(new Subject(FileChannel.class, "closed FileChannel", world -> closed(channel(world))));
    all.add(of(SeekableByteChannel.class, Subject::byteChannel));
    all.add(of(AsynchronousFileChannel.class, Subject::asynchronous));
    all.add(
        new Subject(
            AsynchronousFileChannel.class,
            "AsynchronousFileChannel for reading",
            world -> world.opened(AsynchronousFileChannel.open(world.file))));
    all.add(
        new Subject(
            AsynchronousFileChannel.class,
            "AsynchronousFileChannel for writing",
            world ->
                world.opened(AsynchronousFileChannel.open(world.file, StandardOpenOption.WRITE))));
    all.add(
        new Subject(
            AsynchronousFileChannel.class,
            "closed AsynchronousFileChannel",
            world -> closed(asynchronous(world))));
    all.add(
        new Subject(
            SecureDirectoryStream.class,
            "closed SecureDirectoryStream",
            world -> closed(stream(world))));
    all.add(
        new Subject(
            Path.class, "Path that leads nowhere", world -> world.absent.resolve("nothing")));
    all.add(of(FileLock.class, world -> channel(world).lock()));
    return all;
  }

  @SuppressWarnings("StreamResourceLeak") // the world closes it
  static DirectoryStream<Path> stream(World world) throws IOException {
    return world.opened(Files.newDirectoryStream(world.directory));
  }

  private static WatchKey key(World world) throws IOException {
    return world.directory.register(
        world.opened(world.fileSystem().newWatchService()), StandardWatchEventKinds.ENTRY_CREATE);
  }

  private static FileChannel channel(World world) throws IOException {
    return world.opened(
        FileChannel.open(world.file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private static SeekableByteChannel byteChannel(World world) throws IOException {
    return world.opened(
        Files.newByteChannel(world.file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private static <T extends Closeable> T closed(T resource) throws IOException {
    resource.close();
    return resource;
  }

  private static AsynchronousFileChannel asynchronous(World world) throws IOException {
    return world.opened(
        AsynchronousFileChannel.open(
            world.file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }
}
