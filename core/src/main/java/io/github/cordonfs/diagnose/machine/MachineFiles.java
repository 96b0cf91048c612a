package io.github.cordonfs.diagnose.machine;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * Files in which a kernel shows itself, below a root directory. Whatever is missing or may not be
 * read is an answer and no exception. Each text is read once, so that all checks see the same.
 * Thread-safe; an interrupt has no effect.
 */
public final class MachineFiles {

  /** More than any file here has; others are cut off. */
  private static final int MOST_BYTES = 1 << 22;

  private final Path root;

  private final Map<String, FileText> texts = new ConcurrentHashMap<>();

  /**
   * Names a root.
   *
   * @param root "/", or a directory that stands for it
   */
  public MachineFiles(Path root) {
    this.root = root;
  }

  /** Returns where a file is. */
  public Path path(String file) {
    return root.resolve(file.substring(1));
  }

  /** Returns whether there is a file or directory of that name, as far as can be seen. */
  public boolean exists(String file) {
    return Files.exists(path(file));
  }

  /** Reads a text. */
  public FileText read(String file) {
    return texts.computeIfAbsent(file, each -> read(each, in -> in));
  }

  /** Reads a text that is compressed with gzip. */
  public FileText readCompressed(String file) {
    return texts.computeIfAbsent(file, each -> read(each, GZIPInputStream::new));
  }

  @FunctionalInterface
  private interface Decoder {
    InputStream decode(InputStream in) throws IOException;
  }

  private FileText read(String file, Decoder decoder) {
    // Not by a channel, which an interrupt closes.
    try (InputStream in = decoder.decode(new FileInputStream(path(file).toFile()))) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      return FileText.of(file, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return exists(file) ? FileText.unreadable(file) : FileText.missing(file);
    }
  }

  /** Returns the names in a directory, sorted; none if it cannot be listed. */
  public List<String> names(String directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(directory))) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // missing or hidden, which for whoever asks is the same as empty
    }
    Collections.sort(names);
    return names;
  }
}
