package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.FileSystem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens an asynchronous channel where properties say what the default pool is to be. */
final class DefaultPoolChild {

  private static final AtomicInteger THREADS = new AtomicInteger();

  private DefaultPoolChild() {}

  /** Named in a property, and so public. */
  public static final class Factory implements ThreadFactory {
    /** Made by name. */
    public Factory() {}

    @Override
    public Thread newThread(Runnable work) {
      THREADS.incrementAndGet();
      return Thread.ofPlatform().daemon().name("made-by-the-factory").unstarted(work);
    }
  }

  public static void main(String[] arguments) throws Exception {
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build());
        AsynchronousFileChannel channel =
            AsynchronousFileChannel.open(fs.getPath("/f"), CREATE, WRITE)) {
      int atFirst = THREADS.get();
      CompletableFuture<String> name = new CompletableFuture<>();
      channel.write(
          ByteBuffer.allocate(1),
          0,
          null,
          new CompletionHandler<Integer, Object>() {
            @Override
            public void completed(Integer result, Object attachment) {
              name.complete(Thread.currentThread().getName());
            }

            @Override
            public void failed(Throwable failure, Object attachment) {
              name.completeExceptionally(failure);
            }
          });
      System.out.println(atFirst + " threads at first, a handler in " + name.get());
    }
  }
}
