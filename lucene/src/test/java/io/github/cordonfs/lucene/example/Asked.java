package io.github.cordonfs.lucene.example;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.lucene.example.KnownIndex.Known;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking a question.
 *
 * @param known what it was, and the right answer
 * @param failure what was thrown instead of an answer
 * @param right whether there was an answer and it was right
 */
record Asked(Known known, @Nullable Throwable failure, boolean right) {

  /**
   * Asks. Before an answer is believed, a good file of Cordon is read: that call delivers the error
   * that a load from a mapping has earned, and that compiled code has run ahead of.
   *
   * @param sound the good file
   */
  @SuppressWarnings("ThrowableNotThrown")
  static Asked ask(Known known, IndexReader reader, Path sound) {
    try (FileChannel channel = FileChannel.open(sound)) {
      String answer = known.question().answer().from(reader);
      channel.read(ByteBuffer.allocate(1), 0);
      return new Asked(known, null, answer.equals(known.answer()));
    } catch (IOException | RuntimeException | Error e) {
      return new Asked(known, e, false);
    }
  }

  boolean isTold() {
    return failure != null;
  }

  /** Whether there was an answer, and it was not the right one: what must never be. */
  boolean isWrong() {
    return failure == null && !right;
  }

  /** Returns the first cause of a type, the failure itself included. */
  <T extends Throwable> Optional<T> cause(Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }

  /** Returns the page that a channel's exception names, if one is the cause. */
  Optional<Page> namedPage() {
    return cause(PoisonedPageException.class)
        .map(e -> Page.of(Path.of(e.getFile()).getFileName().toString(), e.offset()));
  }
}
