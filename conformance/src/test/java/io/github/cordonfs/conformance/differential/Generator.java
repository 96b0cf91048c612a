package io.github.cordonfs.conformance.differential;

import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes operations from a seed: always the same ones from the same. */
final class Generator {

  private final Choices choose;

  Generator(long seed) {
    this.choose = new Choices(new Random(seed));
  }

  /** Returns the next operations. */
  List<Operation> next(int count) {
    List<Operation> operations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      operations.add(next());
    }
    return operations;
  }

  private Operation next() {
    int dice = choose.below(100);
    if (dice < 55) {
      return onChannel();
    }
    if (dice < 70) {
      return onContent();
    }
    if (dice < 84) {
      return onNames();
    }
    return dice < 95 ? look() : change();
  }

  private Operation onNames() {
    return switch (choose.below(20)) {
      case 0, 1 ->
          new Names.CreateFile(choose.path(), choose.oneIn(3) ? choose.permissions() : null);
      case 2, 3, 4 ->
          new Names.CreateDirectory(choose.path(), choose.oneIn(3) ? choose.permissions() : null);
      case 5 -> new Names.CreateDirectories(choose.path());
      case 6, 7 -> new Names.CreateSymbolicLink(choose.path(), choose.linkTarget());
      case 8, 9 -> new Names.CreateLink(choose.path(), choose.path());
      case 10, 11, 12 -> new Names.Delete(choose.path(), choose.oneIn(3));
      case 13, 14, 15, 16 -> new Names.Move(choose.path(), choose.path(), choose.moveOptions());
      default -> new Names.Copy(choose.path(), choose.path(), choose.copyOptions());
    };
  }

  private Operation look() {
    return switch (choose.below(16)) {
      case 0, 1, 2, 3, 4 ->
          new Looks.Ask(choose.of(List.of(Looks.Question.values())), choose.path());
      case 5, 6, 7, 8 -> new Looks.Attributes(choose.path(), choose.oneIn(2));
      case 9 -> new Looks.SameFile(choose.path(), choose.path());
      case 10 -> new Looks.Mismatch(choose.path(), choose.path());
      case 11, 12, 13 ->
          new Looks.ListEntries(choose.path(), choose.oneIn(3) ? choose.glob() : null);
      case 14 ->
          choose.oneIn(4)
              ? new Looks.WalkTree(choose.path(), choose.oneIn(2), 1 + choose.below(3))
              : new Looks.Attributes(choose.path(), true);
      default -> new Looks.CountTree(choose.path(), 1 + choose.below(3));
    };
  }

  private Operation change() {
    return switch (choose.below(6)) {
      case 0 -> new Changes.SetPermissions(choose.path(), choose.permissions());
      case 1 -> new Changes.SetModified(choose.path(), choose.time());
      case 2, 3, 4 ->
          new Changes.SetTimes(
              choose.path(),
              choose.oneIn(2),
              choose.oneIn(3) ? null : choose.time(),
              choose.oneIn(3) ? null : choose.time());
      default ->
          switch (choose.below(3)) {
            case 0 ->
                new Changes.SetAttribute(choose.path(), "posix:permissions", choose.permissions());
            case 1 ->
                new Changes.SetAttribute(
                    choose.path(), "lastModifiedTime", FileTime.from(choose.time()));
            default ->
                new Changes.SetAttribute(
                    choose.path(), "basic:lastAccessTime", FileTime.from(choose.time()));
          };
    };
  }

  private Operation onContent() {
    return switch (choose.below(10)) {
      case 0, 1 ->
          new Contents.WriteFile(
              choose.path(), choose.noise(), choose.length(), choose.writingOptions());
      case 2 ->
          new Contents.Pour(
              choose.path(), choose.noise(), choose.length(), choose.writingOptions());
      case 3, 4 -> new Contents.ReadFile(choose.path());
      case 5 -> new Contents.Sip(choose.path(), choose.offset(), choose.length());
      case 6 ->
          new Contents.OpenAndClose(
              choose.path(), choose.noise(), choose.length(), choose.writingOptions());
      case 7 ->
          new Contents.CopyIn(choose.path(), choose.noise(), choose.length(), choose.oneIn(2));
      default -> new Contents.Open(choose.slot(), choose.path(), choose.openOptions());
    };
  }

  private Operation onChannel() {
    int slot = choose.slot();
    return switch (choose.below(40)) {
      case 0 -> new Channels.Close(slot);
      case 1, 2, 3, 4, 5, 6, 7, 8, 9 ->
          new Channels.Read(slot, choose.offset(), choose.length(), choose.oneIn(3));
      case 10, 11, 12, 13 -> new Channels.ReadNext(slot, choose.length());
      case 14 -> new Channels.Scatter(slot, choose.length(), choose.length(), choose.length());
      case 15, 16, 17, 18, 19, 20, 21 ->
          new Channels.Write(slot, choose.offset(), choose.noise(), choose.length());
      case 22, 23, 24, 25 -> new Channels.WriteNext(slot, choose.noise(), choose.length());
      case 26 -> new Channels.Gather(slot, choose.noise(), choose.length(), choose.length());
      case 27, 28 -> new Channels.Seek(slot, choose.offset());
      case 29, 30 -> new Channels.Tell(slot);
      case 31, 32 -> new Channels.Truncate(slot, choose.offset());
      case 33 -> new Channels.Force(slot, choose.oneIn(2));
      case 34, 35 ->
          new Channels.Transfer(
              slot, choose.slot(), choose.offset(), choose.offset(), choose.oneIn(2));
      case 36, 37 -> new Channels.Lock(slot, choose.offset(), choose.offset(), choose.oneIn(2));
      case 38 -> new Channels.Unlock(slot);
      default ->
          choose.oneIn(2)
              ? new Channels.Load(slot, choose.offset(), choose.length(), choose.oneIn(3))
              : new Channels.Store(slot, choose.offset(), choose.noise(), choose.length());
    };
  }
}
