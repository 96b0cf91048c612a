package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the disk has at paths of the overlay: the program does not see it, and may not know that it
 * is there. An empty directory, as people make for mount points, hides nothing.
 */
final class HiddenFiles {

  private HiddenFiles() {}

  /**
   * Returns a line for each path at which something is hidden. Asks only the provider of the paths,
   * so it may be called before there is a default one.
   *
   * @param prefixes absolute paths of the real file system
   */
  static List<String> warnings(List<Path> prefixes) {
    List<String> warnings = new ArrayList<>();
    for (Path prefix : prefixes) {
      String hidden = hidden(prefix);
      if (hidden != null) {
        warnings.add(
            "WARNING: -D"
                + OverlaySettings.PROPERTY
                + " hides "
                + hidden
                + ": java.nio.file sees an empty directory of Cordon there");
      }
    }
    return warnings;
  }

  private static @Nullable String hidden(Path prefix) {
    FileSystemProvider provider = prefix.getFileSystem().provider();
    try {
      BasicFileAttributes attributes =
          provider.readAttributesIfExists(
              prefix, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes == null) {
        return null;
      }
      if (!attributes.isDirectory()) {
        return attributes.isSymbolicLink() ? "the symbolic link " + prefix : "the file " + prefix;
      }
      try (DirectoryStream<Path> entries = provider.newDirectoryStream(prefix, _ -> true)) {
        return entries.iterator().hasNext() ? "the files that the disk has in " + prefix : null;
      }
    } catch (IOException _) {
      return "whatever the disk has at " + prefix + ", which cannot be read";
    }
  }
}
