package io.github.cordonfs.nio.path;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** URIs {@code cordon://name/path}: the name is the file system's, the path is percent-encoded. */
public final class CordonUris {

  public static final String SCHEME = "cordon";

  /** What RFC 3986 lets stand in a path as it is. */
  private static final String LITERAL = "-._~!$&'()*+,;=:@/";

  private CordonUris() {}

  /**
   * Returns the URI of an absolute path.
   *
   * @param directory whether it leads to a directory, which ends in a slash: without one, class
   *     loaders take it for a jar, and relative URIs are resolved beside it and not in it
   */
  static URI of(CordonPath absolute, boolean directory) {
    StringBuilder uri = new StringBuilder(SCHEME).append("://");
    uri.append(absolute.getFileSystem().name());
    for (byte b : absolute.toString().getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || LITERAL.indexOf(c) >= 0)) {
        uri.append(c);
      } else {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    if (directory && uri.charAt(uri.length() - 1) != '/') {
      uri.append('/');
    }
    return URI.create(uri.toString());
  }

  /** Returns the name of the file system, or null if the URI has none. */
  public static @Nullable String name(URI uri) {
    check(uri);
    return uri.getAuthority();
  }

  /** Returns the name of the file system, which must be there. */
  public static String requireName(URI uri) {
    String name = name(uri);
    if (name == null) {
      throw new IllegalArgumentException("no file system name in " + uri);
    }
    return name;
  }

  /** Returns the absolute path. */
  public static String path(URI uri) {
    check(uri);
    String path = uri.getPath();
    if (path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException("no absolute path in " + uri);
    }
    return path;
  }

  /** Checks that a URI names a file system and no file in it. */
  public static void requireRoot(URI uri) {
    check(uri);
    String path = uri.getPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException("a file system has no path: " + uri);
    }
  }

  private static void check(URI uri) {
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("not a URI of scheme " + SCHEME + ": " + uri);
    }
    if (uri.isOpaque() || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("not of the form cordon://name/path: " + uri);
    }
  }
}
