package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.Oops;
import io.github.cordonfs.cli.designs.model.Page;

/**
 * The function for which Linux took the first version of the patch back in November 2021: it gives
 * drivers a page of a file in memory, or an error. The error here is a lack of memory, and has
 * nothing to do with failed memory.
 */
public enum RevertedCaller {
  /** As it was merged first: it looks at the flag of whatever it has. */
  FIRST_VERSION("first version, reverted") {
    @Override
    Found read(Found got) {
      return got.page().isPoisoned() ? Found.error(Errno.EIO) : got;
    }
  },

  /** As it was merged in the end: it deals with the error first. */
  SECOND_VERSION("second version") {
    @Override
    Found read(Found got) {
      if (got.isError()) {
        return got;
      }
      return got.page().isPoisoned() ? Found.error(Errno.EIO) : got;
    }
  };

  private final String title;

  RevertedCaller(String title) {
    this.title = title;
  }

  /** Returns what a driver gets. */
  abstract Found read(Found got);

  /** Returns its name for people. */
  public String title() {
    return title;
  }

  /** Returns what a driver is told that wants a page for which there is no memory. */
  public String withoutMemory() {
    return answer(Found.error(Errno.ENOMEM));
  }

  /** Returns what a driver is told that wants a page whose memory has failed. */
  public String withALostPage() {
    Page page = new Page();
    page.failUnnoticed();
    return answer(Found.page(page));
  }

  /** Returns what a driver is told that wants a page of which nothing is wrong. */
  public String withAGoodPage() {
    return answer(Found.page(new Page()));
  }

  private String answer(Found got) {
    try {
      Found found = read(got);
      return found.isError() ? found.error().toString() : "ok";
    } catch (Oops e) {
      return "CRASH";
    }
  }
}
