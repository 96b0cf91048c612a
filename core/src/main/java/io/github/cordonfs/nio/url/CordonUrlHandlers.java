package io.github.cordonfs.nio.url;

import io.github.cordonfs.nio.path.CordonUris;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
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
    protected URLConnection openConnection(URL url) {
      return new CordonUrlConnection(url);
    }
  }
}
