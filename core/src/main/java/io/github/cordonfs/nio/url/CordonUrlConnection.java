package io.github.cordonfs.nio.url;

import io.github.cordonfs.nio.CordonFileSystemProvider;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.Charset;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Collator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a list of the names in a directory, as the JDK's connection for {@code file} gives
 * them. What it says of the file is what was true when it was connected (contract row S81).
 */
final class CordonUrlConnection extends URLConnection {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /**
   * What is known since it was connected.
   *
   * @param headers in the JDK's order, with names in lower case
   */
  private record Known(
      Path path, BasicFileAttributes attributes, SequencedMap<String, String> headers) {}

  private @Nullable Known known;
  private @Nullable InputStream stream;

  CordonUrlConnection(URL url) {
    super(url);
  }

  @Override
  public void connect() throws IOException {
    var _ = connected();
  }

  private Known connected() throws IOException {
    Known now = known;
    if (now == null) {
      Path path = path();
      path.getFileSystem().provider().checkAccess(path, AccessMode.READ);
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      now = new Known(path, attributes, headers(path, attributes));
      known = now;
      connected = true;
    }
    return now;
  }

  private Path path() throws IOException {
    try {
      // Class loaders say with a reference for what they want a jar: it is no part of the path.
      String text = url.toString();
      int reference = text.indexOf('#');
      URI uri = new URI(reference < 0 ? text : text.substring(0, reference));
      return CordonFileSystemProvider.provider().getPath(uri);
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException("no path of Cordon: " + url, e);
    }
  }

  private static SequencedMap<String, String> headers(Path path, BasicFileAttributes attributes) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    if (attributes.isDirectory()) {
      headers.put("content-type", "text/plain");
      return headers;
    }
    String type = guessContentTypeFromName(path.toString());
    if (type != null) {
      headers.put("content-type", type);
    }
    headers.put("content-length", Long.toString(attributes.size()));
    Instant modified = attributes.lastModifiedTime().toInstant();
    if (modified.toEpochMilli() != 0) {
      headers.put("last-modified", HTTP_DATE.format(modified));
    }
    return headers;
  }

  /** Returns the headers; none of what cannot be connected to. */
  private SequencedMap<String, String> headers() {
    try {
      return connected().headers;
    } catch (IOException e) {
      return Collections.emptyNavigableMap();
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    Known now = connected();
    InputStream opened = stream;
    if (opened == null) {
      opened =
          now.attributes.isDirectory()
              ? new ByteArrayInputStream(names(now.path).getBytes(Charset.defaultCharset()))
              // Buffered, so that its type can be guessed.
              : new BufferedInputStream(Files.newInputStream(now.path));
      stream = opened;
    }
    return opened;
  }

  /** Returns the names in a directory, a line each, in the order of the user's language. */
  private static String names(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    names.sort(Collator.getInstance());
    StringBuilder lines = new StringBuilder();
    names.forEach(name -> lines.append(name).append('\n'));
    return lines.toString();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    headers().forEach((name, value) -> fields.put(name, List.of(value)));
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public @Nullable String getHeaderField(@Nullable String name) {
    return name == null ? null : headers().get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable String getHeaderFieldKey(int n) {
    return at(n, headers().keySet());
  }

  @Override
  public @Nullable String getHeaderField(int n) {
    return at(n, headers().values());
  }

  private static @Nullable String at(int n, Iterable<String> all) {
    int i = 0;
    for (String each : all) {
      if (i++ == n) {
        return each;
      }
    }
    return null;
  }

  /** By the name, or else by how the file begins. */
  @Override
  public String getContentType() {
    String type = getHeaderField("content-type");
    if (type == null) {
      try {
        type = guessContentTypeFromStream(getInputStream());
      } catch (IOException _) {
        // Unknown, as it cannot be read.
      }
    }
    return type == null ? "content/unknown" : type;
  }

  @Override
  public long getContentLengthLong() {
    try {
      return connected().attributes.size();
    } catch (IOException e) {
      return -1; // Unknown, as the contract has it.
    }
  }

  @Override
  public long getLastModified() {
    try {
      return connected().attributes.lastModifiedTime().toMillis();
    } catch (IOException e) {
      return 0; // Unknown, as the contract has it.
    }
  }
}
