package io.github.cordonfs.testkit.powercut;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is on a disk: absolute paths in order, each with what is there. */
@SuppressWarnings("serial") // A list of the JDK is serializable.
record DiskImage(TreeMap<String, DiskNode> files, List<List<String>> hardLinks)
    implements Serializable {

  /** Returns a digest of everything: equal images have equal ones. */
  String digest() {
    MessageDigest digest = sha256();
    files.forEach((path, node) -> {
      String head = path + '\0' + node.kind() + '\0' + node.target() + '\0';
      digest.update((head + node.content().length + '\0').getBytes(StandardCharsets.UTF_8));
      digest.update(node.content());
    });
    digest.update(hardLinks.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Returns how many bytes its files have. */
  long bytes() {
    return files.values().stream().mapToLong(each -> each.content().length).sum();
  }

  /** Makes a disk like this of one that is empty. */
  void writeTo(FileSystem disk) throws IOException {
    writeTo(disk.getPath("/"));
  }

  /** Makes a directory like this of one that is empty. */
  void writeTo(Path directory) throws IOException {
    Set<String> links =
        hardLinks.stream().flatMap(each -> each.stream().skip(1)).collect(Collectors.toSet());
    for (var each : files.entrySet()) {
      Path path = directory.resolve(each.getKey().substring(1));
      DiskNode node = each.getValue();
      switch (node.kind()) {
        case DIRECTORY -> Files.createDirectory(path);
        case LINK ->
            Files.createSymbolicLink(
                path, directory.getFileSystem().getPath(Objects.requireNonNull(node.target())));
        case FILE -> {
          if (!links.contains(each.getKey())) {
            Files.write(path, node.content());
          }
        }
      }
    }
    for (List<String> same : hardLinks) {
      for (String other : same.subList(1, same.size())) {
        Files.createLink(
            directory.resolve(other.substring(1)), directory.resolve(same.getFirst().substring(1)));
      }
    }
  }

  /** Returns a line for each file. */
  List<String> lines() {
    return files.entrySet().stream()
        .map(each ->
            switch (each.getValue().kind()) {
              case DIRECTORY -> each.getKey() + "/";
              case LINK -> each.getKey() + " -> " + each.getValue().target();
              case FILE -> each.getKey() + ", " + each.getValue().content().length + " bytes";
            })
        .toList();
  }
}
