package io.github.cordonfs.conformance.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt, in a form that two file systems can agree on: a value, or an exception
 * with all that the contract of {@code java.nio.file} says of it. The words of unchecked exceptions
 * are nobody's contract, so only their class counts.
 */
public sealed interface Outcome {

  /** It returned, with null where there is nothing to return. */
  record Value(@Nullable Object value) implements Outcome {
    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /**
   * It threw.
   *
   * @param type the simple name of the exception's class
   * @param file of a {@link FileSystemException}
   * @param other of a {@link FileSystemException}
   * @param reason of a {@link FileSystemException}, or the message of another {@link IOException}
   */
  record Failure(
      String type, @Nullable String file, @Nullable String other, @Nullable String reason)
      implements Outcome {
    @Override
    public String toString() {
      return type
          + (file == null ? "" : " " + file)
          + (other == null ? "" : " -> " + other)
          + (reason == null ? "" : ": " + reason);
    }
  }

  /** Makes an attempt. Errors are nobody's outcome, and go through. */
  static Outcome of(Attempt attempt) {
    try {
      Object result = attempt.make();
      // Paths of different file systems are never equal.
      return new Value(result instanceof Path path ? path.toString() : result);
    } catch (UncheckedIOException e) {
      return failure(e.getCause());
    } catch (DirectoryIteratorException e) {
      return failure(e.getCause());
    } catch (Exception e) {
      return failure(e);
    }
  }

  private static Failure failure(Exception e) {
    String type = e.getClass().getSimpleName();
    return switch (e) {
      case FileSystemException in ->
          new Failure(type, in.getFile(), in.getOtherFile(), in.getReason());
      case IOException io -> new Failure(type, null, null, io.getMessage());
      default -> new Failure(type, null, null, null);
    };
  }
}
