package io.github.cordonfs.testkit.powercut;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Makes the image that a state describes: what was on the disk before, and what reached it. */
final class ImageBuilder {

  private static final int SECTOR = 512;

  private final DiskLog log;
  private final Map<Integer, Map<String, Integer>> names = new HashMap<>();
  private final Map<Integer, byte[]> contents = new HashMap<>();

  private ImageBuilder(DiskLog log) {
    this.log = log;
    log.namesBefore().forEach((node, each) -> names.put(node, new TreeMap<>(each)));
  }

  static DiskImage build(DiskLog log, List<LogEntry> entries, CrashState state) {
    ImageBuilder builder = new ImageBuilder(log);
    Set<Integer> lost = new HashSet<>(state.lost());
    for (int i = 0; i < state.cut(); i++) {
      if (!lost.contains(i)) {
        Tear tear = state.tear();
        if (i == state.torn() && tear != null && entries.get(i) instanceof LogEntry.Write write) {
          builder.torn(write, tear);
        } else {
          builder.apply(entries.get(i));
        }
      }
    }
    return builder.image();
  }

  /** Returns what is in a file if everything reached the disk. */
  static byte[] content(DiskLog log, List<LogEntry> entries, int node) {
    ImageBuilder builder = new ImageBuilder(log);
    entries.forEach(builder::apply);
    return builder.content(node);
  }

  private void apply(LogEntry entry) {
    switch (entry) {
      case LogEntry.Names changed -> {
        Map<String, Integer> directory =
            names.computeIfAbsent(changed.node(), _ -> new TreeMap<>());
        for (LogEntry.Name each : changed.names()) {
          if (each.target() == LogEntry.Name.NONE) {
            directory.remove(each.name());
          } else {
            directory.put(each.name(), each.target());
          }
        }
      }
      case LogEntry.Write write -> put(write.node(), write.offset(), write.bytes());
      case LogEntry.Truncate truncate -> {
        byte[] content = content(truncate.node());
        if (content.length > truncate.size()) {
          contents.put(truncate.node(), Arrays.copyOf(content, (int) truncate.size()));
        }
      }
      case LogEntry.Forced _, LogEntry.Promise _ -> {}
    }
  }

  private void torn(LogEntry.Write write, Tear tear) {
    byte[] bytes = write.bytes();
    // The boundary of sectors nearest to the middle; within one sector a write is whole or not.
    long middle = write.offset() + bytes.length / 2;
    long boundary = (middle + SECTOR / 2) / SECTOR * SECTOR;
    int split = Math.clamp(boundary - write.offset(), 0, bytes.length);
    switch (tear) {
      case FIRST -> put(write.node(), write.offset(), Arrays.copyOf(bytes, split));
      case SIZED -> {
        extend(write);
        put(write.node(), write.offset(), Arrays.copyOf(bytes, split));
      }
      case LAST ->
          put(write.node(), write.offset() + split, Arrays.copyOfRange(bytes, split, bytes.length));
      case ZEROS -> extend(write);
    }
  }

  private void extend(LogEntry.Write write) {
    byte[] content = content(write.node());
    if (write.end() > content.length) {
      contents.put(write.node(), Arrays.copyOf(content, (int) write.end()));
    }
  }

  private void put(int node, long offset, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    byte[] content = content(node);
    byte[] changed = Arrays.copyOf(content, (int) Math.max(content.length, offset + bytes.length));
    System.arraycopy(bytes, 0, changed, (int) offset, bytes.length);
    contents.put(node, changed);
  }

  private byte[] content(int node) {
    return contents.getOrDefault(node, log.node(node).content());
  }

  private DiskImage image() {
    TreeMap<String, DiskNode> files = new TreeMap<>();
    Map<Integer, List<String>> paths = new TreeMap<>();
    collect(0, "", files, paths, new HashSet<>());
    List<List<String>> hardLinks =
        paths.values().stream().filter(each -> each.size() > 1).map(List::copyOf).toList();
    return new DiskImage(files, hardLinks);
  }

  private void collect(
      int directory,
      String path,
      Map<String, DiskNode> files,
      Map<Integer, List<String>> paths,
      Set<Integer> seen) {
    // A directory that was moved may be found twice, or in itself; fsck leaves it at one place.
    if (!seen.add(directory)) {
      return;
    }
    Map<String, Integer> found = names.getOrDefault(directory, new TreeMap<>());
    found.forEach((name, target) -> {
      DiskNode node = log.node(target);
      String place = path + "/" + name;
      switch (node.kind()) {
        case DIRECTORY -> {
          if (!seen.contains(target)) {
            files.put(place, node);
            collect(target, place, files, paths, seen);
          }
        }
        case LINK -> files.put(place, node);
        case FILE -> {
          files.put(place, DiskNode.file(Objects.requireNonNull(content(target))));
          paths.computeIfAbsent(target, _ -> new ArrayList<>()).add(place);
        }
      }
    });
  }
}
