package io.github.cordonfs.cli.designs.model;

/** The handler of memory failures. */
public final class MemoryFailure {

  private MemoryFailure() {}

  /**
   * The memory under a page fails.
   *
   * @return the page, which may be in the cache no more
   */
  public static Page strike(ModelFile file, int index) {
    PageCache cache = file.cache();
    Page page = cache.pageAt(index);
    boolean huge = file.kind() == ModelFile.Kind.MEMORY;
    if (file.design() == Design.SIGNAL) {
      // Whose pages of a huge page are mapped can only be found before it is split.
      file.mappers().stream()
          .filter(each -> huge ? each.mapsAny() : each.isMapped(index))
          .forEach(Mapper::signal);
    }
    if (huge) {
      file.mappers().forEach(Mapper::unmapAll);
    }
    file.mappers().stream()
        .filter(each -> each.isMapped(index))
        .forEach(each -> each.markPoisoned(index));
    page.fail();
    contain(file, index, page);
    return page;
  }

  private static void contain(ModelFile file, int index, Page page) {
    if (!page.isDirty()) {
      file.cache().remove(index); // the disk has the same: all designs agree
      return;
    }
    if (file.kind() != ModelFile.Kind.MEMORY) {
      page.setDirty(false); // so that it is never written back
      file.setWriteBackError();
    }
    if (file.design().forgets()) {
      file.cache().remove(index);
    } else if (file.design() == Design.ENTRY) {
      file.cache().replace(index, new Slot.LostEntry());
    }
  }
}
