package io.github.cordonfs.conformance.differential;

import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** What may be at a path, and the operations that put it there. */
enum Kind {
  NOTHING {
    @Override
    List<Operation> at(String path) {
      return List.of();
    }
  },
  FILE {
    @Override
    List<Operation> at(String path) {
      return List.of(file(path));
    }
  },
  EMPTY_DIRECTORY {
    @Override
    List<Operation> at(String path) {
      return List.of(new Names.CreateDirectory(path, null));
    }
  },
  FULL_DIRECTORY {
    @Override
    List<Operation> at(String path) {
      return List.of(new Names.CreateDirectory(path, null), file(path + "/entry"));
    }
  },
  LINK_TO_FILE {
    @Override
    List<Operation> at(String path) {
      return List.of(file(path + "-end"), new Names.CreateSymbolicLink(path, path + "-end"));
    }
  },
  LINK_TO_DIRECTORY {
    @Override
    List<Operation> at(String path) {
      return List.of(
          new Names.CreateDirectory(path + "-end", null),
          new Names.CreateSymbolicLink(path, path + "-end"));
    }
  },
  DANGLING_LINK {
    @Override
    List<Operation> at(String path) {
      return List.of(new Names.CreateSymbolicLink(path, "nowhere"));
    }
  },
  LOOP {
    @Override
    List<Operation> at(String path) {
      return List.of(new Names.CreateSymbolicLink(path, path));
    }
  };

  /** Returns what makes it, at a path of one name. */
  abstract List<Operation> at(String path);

  private static Operation file(String path) {
    return new Contents.WriteFile(
        path, 5, 10, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }
}
