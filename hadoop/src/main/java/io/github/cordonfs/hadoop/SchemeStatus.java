package io.github.cordonfs.hadoop;

import java.io.IOException;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Statuses of files under another scheme, which keep the store's own: that has the version. */
final class SchemeStatus {

  private SchemeStatus() {}

  private interface Kept {
    @Nullable FileStatus kept();
  }

  /** Returns a status with another path; one with locations if the store's has them. */
  static FileStatus of(FileStatus status, Path path) throws IOException {
    return status instanceof LocatedFileStatus located
        ? new Located(located, path)
        : new Plain(status, path);
  }

  /** Returns the status of the store; null if the one given did not come from here. */
  static @Nullable FileStatus original(@Nullable FileStatus status) {
    return status instanceof Kept kept ? kept.kept() : null;
  }

  private static @Nullable String etag(@Nullable FileStatus status) {
    return status instanceof EtagSource source ? source.getEtag() : null;
  }

  private static FileStatus renamed(FileStatus status, Path path) throws IOException {
    FileStatus renamed = new FileStatus(status);
    renamed.setPath(path);
    return renamed;
  }

  // Paths make them equal, as all statuses.

  private static final class Plain extends FileStatus implements EtagSource, Kept {

    private static final long serialVersionUID = 1;

    private final transient @Nullable FileStatus kept;

    Plain(FileStatus status, Path path) throws IOException {
      super(renamed(status, path));
      this.kept = status;
    }

    @Override
    public @Nullable FileStatus kept() {
      return kept;
    }

    @Override
    public @Nullable String getEtag() {
      return etag(kept);
    }
  }

  private static final class Located extends LocatedFileStatus implements EtagSource, Kept {

    private static final long serialVersionUID = 1;

    private final transient @Nullable FileStatus kept;

    Located(LocatedFileStatus status, Path path) throws IOException {
      super(renamed(status, path), status.getBlockLocations());
      this.kept = status;
    }

    @Override
    public @Nullable FileStatus kept() {
      return kept;
    }

    @Override
    public @Nullable String getEtag() {
      return etag(kept);
    }
  }
}
