package io.github.cordonfs.nio;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JVM open URLs of protocol {@code cordon}, which are the URIs of paths: for class loaders
 * and libraries that read from URLs. They can be read, and no more.
 */
public final class CordonUrlHandlers extends URLStreamHandlerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CordonUrlHandlers() {}

  @Override
  public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
    return protocol.equals(CordonUris.SCHEME) ? new Handler() : null;
  }

  private static final class Handler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      return new Connection(url);
    }
  }

  private static final class Connection extends URLConnection {
    private @Nullable Path path;

    Connection(URL url) {
      super(url);
    }

    @Override
    public void connect() throws IOException {
      connected();
    }

    private Path connected() throws IOException {
      Path known = path;
      if (known == null) {
        known = path();
        // It must exist.
        known.getFileSystem().provider().checkAccess(known);
        path = known;
        connected = true;
      }
      return known;
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

    @Override
    public InputStream getInputStream() throws IOException {
      return Files.newInputStream(connected());
    }

    @Override
    public long getContentLengthLong() {
      try {
        return Files.size(connected());
      } catch (IOException e) {
        return -1; // Unknown, as the contract has it.
      }
    }

    @Override
    public long getLastModified() {
      try {
        return Files.getLastModifiedTime(connected()).toMillis();
      } catch (IOException e) {
        return 0; // Unknown, as the contract has it.
      }
    }

    @Override
    public @Nullable String getContentType() {
      return guessContentTypeFromName(url.getPath());
    }
  }
}
