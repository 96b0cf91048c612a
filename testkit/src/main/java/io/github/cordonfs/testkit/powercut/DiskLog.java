package io.github.cordonfs.testkit.powercut;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.cordonfs.testkit.OperationObserver;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a workload did, in order. Nodes are numbered as they appear; node 0 is the root directory.
 * Long writes are recorded in pieces, each of which a power cut may spare.
 */
final class DiskLog implements OperationObserver {

  private static final int PAGE = 4096;

  /** Pieces of one write. More would make more states than anybody can check. */
  private static final int PIECES = 8;

  private final List<DiskNode> nodes = new ArrayList<>();
  private final List<LogEntry> entries = new ArrayList<>();

  /** Names when the recording began. */
  private final Map<Integer, Map<String, Integer>> before = new HashMap<>();

  /** Names as the workload sees them. */
  private final Map<Integer, Map<String, Integer>> now = new HashMap<>();

  private final Map<Object, Integer> files = new HashMap<>();
  private final Map<Integer, String> texts = new HashMap<>();
  private final Set<String> mapped = new TreeSet<>();
  private final MappedFiles mappedFiles = new MappedFiles();
  private final MappedForce mappedForce;
  private boolean sealed;

  /** Begins with what is on the disk, all of it forced. */
  DiskLog(Path root) throws IOException {
    this(root, MappedForce.IGNORED);
  }

  DiskLog(Path root, MappedForce mappedForce) throws IOException {
    this.mappedForce = mappedForce;
    addDirectory(root);
    now.forEach((node, names) -> before.put(node, new TreeMap<>(names)));
  }

  private DiskLog() {
    this.mappedForce = MappedForce.IGNORED;
    this.sealed = true;
  }

  /** Returns the log that was recorded in another JVM. */
  static DiskLog of(RecordedLog recorded) {
    DiskLog log = new DiskLog();
    log.nodes.addAll(recorded.nodes());
    log.entries.addAll(recorded.entries());
    log.before.putAll(recorded.before());
    log.mapped.addAll(recorded.mapped());
    return log;
  }

  /** Returns this log, which has ended, for another JVM. */
  synchronized RecordedLog recorded() {
    return new RecordedLog(
        List.copyOf(nodes), List.copyOf(entries), new HashMap<>(before), new TreeSet<>(mapped));
  }

  private int addDirectory(Path directory) throws IOException {
    int node = add(DiskNode.directory(), directory.toString());
    now.put(node, new TreeMap<>());
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        BasicFileAttributes attributes =
            Files.readAttributes(child, BasicFileAttributes.class, NOFOLLOW_LINKS);
        int found;
        if (attributes.isDirectory()) {
          found = addDirectory(child);
        } else {
          Object key = Objects.requireNonNullElse(attributes.fileKey(), child);
          Integer known = files.get(key);
          found = known == null ? addFile(child, attributes) : known;
          files.put(key, found);
        }
        namesOf(node).put(name(child), found);
      }
    }
    return node;
  }

  private int addFile(Path path, BasicFileAttributes attributes) throws IOException {
    return add(
        attributes.isSymbolicLink()
            ? DiskNode.link(Files.readSymbolicLink(path).toString())
            : DiskNode.file(Files.readAllBytes(path)),
        path.toString());
  }

  private int add(DiskNode node, String text) {
    nodes.add(node);
    texts.put(nodes.size() - 1, text);
    return nodes.size() - 1;
  }

  /** Ends the recording: what threads do that the workload has left behind is not part of it. */
  synchronized void seal() {
    recordStores();
    mappedFiles.close();
    sealed = true;
  }

  synchronized List<LogEntry> entries() {
    if (!sealed) {
      recordStores();
    }
    return List.copyOf(entries);
  }

  synchronized DiskNode node(int node) {
    return nodes.get(node);
  }

  Map<Integer, Map<String, Integer>> namesBefore() {
    return before;
  }

  synchronized int nodeCount() {
    return nodes.size();
  }

  /** Returns the files that were mapped writable: their stores are seen now and then only. */
  synchronized Set<String> mapped() {
    return Set.copyOf(mapped);
  }

  /** Returns what was promised, in order. */
  synchronized List<String> promises() {
    return entries.stream()
        .filter(LogEntry.Promise.class::isInstance)
        .map(each -> ((LogEntry.Promise) each).what())
        .toList();
  }

  synchronized void promise(String what) {
    record(new LogEntry.Promise(what));
  }

  @Override
  public synchronized void fileCreated(Path path, Object key) {
    int node = add(DiskNode.file(new byte[0]), path.toString());
    files.put(key, node);
    enter(path, node, "create ");
  }

  @Override
  public synchronized void directoryCreated(Path path) {
    int node = add(DiskNode.directory(), path.toString());
    now.put(node, new TreeMap<>());
    enter(path, node, "create directory ");
  }

  @Override
  public synchronized void symbolicLinkCreated(Path path, Object key, String target) {
    int node = add(DiskNode.link(target), path.toString());
    files.put(key, node);
    enter(path, node, "create symbolic link ");
  }

  @Override
  public synchronized void linked(Path path, Object key) {
    enter(path, file(key), "link ");
  }

  private void enter(Path path, int node, String text) {
    int directory = directoryOf(path);
    change(directory, text + path, new LogEntry.Name(name(path), node));
  }

  @Override
  public synchronized void deleted(Path path) {
    change(directoryOf(path), "delete " + path, new LogEntry.Name(name(path), LogEntry.Name.NONE));
  }

  @Override
  public synchronized void moved(Path from, Path to) {
    int source = directoryOf(from);
    int target = directoryOf(to);
    int node = Objects.requireNonNull(namesOf(source).get(name(from)), from.toString());
    LogEntry.Name gone = new LogEntry.Name(name(from), LogEntry.Name.NONE);
    LogEntry.Name there = new LogEntry.Name(name(to), node);
    String text = "rename " + from + " to " + to;
    texts.put(node, to.toString());
    if (source == target) {
      change(source, text, gone, there);
    } else {
      // Two directories, each of which has to be forced. The file may be found in both.
      change(target, text + " (new name)", there);
      change(source, text + " (old name)", gone);
    }
  }

  private void change(int directory, String text, LogEntry.Name... names) {
    Map<String, Integer> current = namesOf(directory);
    for (LogEntry.Name each : names) {
      if (each.target() == LogEntry.Name.NONE) {
        current.remove(each.name());
      } else {
        current.put(each.name(), each.target());
      }
    }
    record(new LogEntry.Names(directory, List.of(names), text));
  }

  @Override
  public synchronized void written(Object key, long offset, byte[] bytes) {
    int node = file(key);
    mappedFiles.written(node, offset, bytes);
    int piece = Math.max(PAGE, Math.ceilDiv(Math.ceilDiv(bytes.length, PIECES), PAGE) * PAGE);
    for (int from = 0; from < bytes.length; ) {
      int to = (int) Math.min(bytes.length, ((offset + from) / piece + 1) * piece - offset);
      byte[] part = from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
      String text =
          "write " + (to - from) + " bytes at " + (offset + from) + " of " + texts.get(node);
      record(new LogEntry.Write(node, offset + from, part, false, text));
      from = to;
    }
  }

  @Override
  public synchronized void truncated(Object key, long size) {
    int node = file(key);
    mappedFiles.truncated(node, size);
    record(new LogEntry.Truncate(node, size, "truncate " + texts.get(node) + " to " + size));
  }

  @Override
  public synchronized void forced(Object key, Force result, String place) {
    int node = file(key);
    record(new LogEntry.Forced(node, result, place, "force " + texts.get(node)));
  }

  @Override
  public synchronized void directoryForced(Path path, Force result, String place) {
    record(new LogEntry.Forced(directory(path), result, place, "force " + path));
  }

  @Override
  public synchronized void mappedWritable(Object key, Path path) {
    if (sealed) {
      return;
    }
    int node = file(key);
    mapped.add(Objects.requireNonNull(texts.get(node)));
    mappedFiles.add(node, path, ImageBuilder.content(this, entries, node));
    recordStores();
  }

  private void record(LogEntry entry) {
    if (!sealed) {
      recordStores();
      entries.add(entry);
    }
  }

  /** Records what was stored through mappings since the last time: before what comes now. */
  private void recordStores() {
    if (mappedFiles.isEmpty()) {
      return;
    }
    for (MappedFiles.Store each : mappedFiles.stores()) {
      String text =
          "store "
              + each.bytes().length
              + " bytes at "
              + each.offset()
              + " of "
              + texts.get(each.node())
              + " through a mapping";
      entries.add(
          new LogEntry.Write(
              each.node(), each.offset(), each.bytes(), mappedForce == MappedForce.ASSUMED, text));
    }
  }

  private int file(Object key) {
    return Objects.requireNonNull(files.get(key), "a file that was not there before");
  }

  private int directoryOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? 0 : directory(parent);
  }

  private int directory(Path path) {
    int node = 0;
    for (Path each : path) {
      if (!each.toString().isEmpty()) {
        node = Objects.requireNonNull(namesOf(node).get(each.toString()), path.toString());
      }
    }
    return node;
  }

  private Map<String, Integer> namesOf(int directory) {
    return Objects.requireNonNull(now.get(directory), "no directory");
  }

  private static String name(Path path) {
    return Objects.requireNonNull(path.getFileName(), "the root has no name").toString();
  }
}
