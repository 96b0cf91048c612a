package io.github.cordonfs.hadoop;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/** Paths with the scheme of {@link CordonSchemeFileSystem}, and those of the store. Immutable. */
final class OtherScheme {

  private final URI outer;
  private final URI inner;

  /**
   * Makes one.
   *
   * @param name with the scheme that has the prefix
   */
  OtherScheme(URI name) {
    String scheme = name.getScheme().substring(CordonSchemeFileSystem.PREFIX.length());
    String rest = name.getRawAuthority() == null ? ":///" : "://" + name.getRawAuthority();
    this.outer = URI.create(name.getScheme() + rest);
    this.inner = URI.create(scheme + rest);
  }

  URI outer() {
    return outer;
  }

  URI inner() {
    return inner;
  }

  Path toInner(Path path) {
    return with(inner, path);
  }

  Path toOuter(Path path) {
    return with(outer, path);
  }

  private static Path with(URI uri, Path path) {
    return new Path(uri.getScheme(), uri.getAuthority(), path.toUri().getPath());
  }
}
