package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.OperationObserver;
import java.nio.file.Path;
import java.util.List;

/** Notes in words what it is told. */
public final class TellingObserver implements OperationObserver {

  private final List<String> told;

  public TellingObserver(List<String> told) {
    this.told = told;
  }

  @Override
  public void fileCreated(Path path, Object key) {
    told.add("created " + path.getFileName());
  }

  @Override
  public void directoryCreated(Path path) {
    told.add("created directory " + path.getFileName());
  }

  @Override
  public void symbolicLinkCreated(Path path, Object key, String target) {
    told.add("created link " + path.getFileName());
  }

  @Override
  public void linked(Path path, Object key) {
    told.add("linked " + path.getFileName());
  }

  @Override
  public void deleted(Path path) {
    told.add("deleted " + path.getFileName());
  }

  @Override
  public void moved(Path from, Path to) {
    told.add("moved " + to.getFileName());
  }

  @Override
  public void written(Object key, long offset, byte[] bytes) {
    told.add("wrote " + bytes.length);
  }

  @Override
  public void truncated(Object key, long size) {
    told.add("truncated to " + size);
  }

  @Override
  public void forced(Object key, Force result, String place) {
    told.add("forced");
  }

  @Override
  public void directoryForced(Path path, Force result, String place) {
    told.add("forced directory");
  }

  @Override
  public void mappedWritable(Object key, Path path) {
    told.add("mapped");
  }
}
