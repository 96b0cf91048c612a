package io.github.cordonfs.cli.drill.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The writers' files that exist now: where strikers find them. Thread-safe. */
public final class WriterSlots {

  public static final int FILES_PER_WRITER = 3;

  private final AtomicReferenceArray<@Nullable WriterFile> slots;

  public WriterSlots(int writers) {
    this.slots = new AtomicReferenceArray<>(writers * FILES_PER_WRITER);
  }

  public int count() {
    return slots.length();
  }

  public @Nullable WriterFile get(int slot) {
    return slots.get(slot);
  }

  public void set(int slot, WriterFile file) {
    slots.set(slot, file);
  }

  /** Returns the file that has a path now, or null. */
  public @Nullable WriterFile find(String path) {
    for (int i = 0; i < slots.length(); i++) {
      WriterFile file = slots.get(i);
      if (file != null && file.path.toString().equals(path)) {
        return file;
      }
    }
    return null;
  }

  public List<WriterFile> list() {
    List<WriterFile> files = new ArrayList<>();
    for (int i = 0; i < slots.length(); i++) {
      WriterFile file = slots.get(i);
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }
}
