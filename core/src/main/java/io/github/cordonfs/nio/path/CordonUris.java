package io.github.cordonfs.nio.path;

import io.github.cordonfs.CordonOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
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

  /**
   * Takes a URI apart. Every form is taken wherever a URI is: {@code cordon://name}, {@code
   * cordon://name/} and {@code cordon://name/path}; without a name, {@code cordon:/path} and {@code
   * cordon:///path} are the same.
   *
   * @throws IllegalArgumentException if it is of another scheme or form
   */
  public static Location parse(URI uri) {
    if (!SCHEME.equalsIgnoreCase(Objects.requireNonNull(uri, "uri").getScheme())) {
      throw new IllegalArgumentException("not a URI of scheme " + SCHEME + ": " + uri);
    }
    if (uri.isOpaque() || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("not of the form cordon://name/path: " + uri);
    }
    String name = uri.getAuthority();
    if (name != null) {
      requireName(name, uri);
    }
    String path = uri.getPath();
    return new Location(uri, name, path == null || path.isEmpty() ? "/" : path);
  }

  /** As the option {@code name} has it: nobody looks for a file system that cannot be. */
  private static void requireName(String name, URI uri) {
    try {
      CordonOptions.builder().name(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no file system name in " + uri + ": " + name, e);
    }
  }

  /**
   * What a URI names.
   *
   * @param name of the file system, or null
   * @param path an absolute path
   */
  public record Location(URI uri, @Nullable String name, String path) {

    /** Returns the name of an open file system, which must be there. */
    public String requireName() {
      if (name == null) {
        throw new IllegalArgumentException("no file system name in " + uri);
      }
      return name;
    }

    /** Returns the name for a new file system, or null if one is to be generated. */
    public @Nullable String newName() {
      if (!path.equals("/")) {
        throw new IllegalArgumentException("a new file system has no path: " + uri);
      }
      return name;
    }
  }
}
