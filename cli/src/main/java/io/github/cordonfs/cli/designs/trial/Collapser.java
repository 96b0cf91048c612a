package io.github.cordonfs.cli.designs.trial;

/** How careful khugepaged is, and how the handler of memory failures goes about it. */
public enum Collapser {
  /**
   * It looks at the list before it locks the page, and only counts references under the lock: what
   * the last message describes.
   */
  UNLOCKED_LOOK("looks at the list unlocked (message 16)", false, false, false, false),

  /** It takes the page off the list under the lock, and gives up if it is not there: Linux. */
  ISOLATES("takes it off the list, locked (Linux)", true, false, false, false),

  /** It looks at the flag under the lock as well. */
  CHECKS_FLAG("checks the flag, too", true, true, false, false),

  /** Its copy notices bad memory, and everything is rolled back: Linux since 6.4. */
  COPY_NOTICES("copy notices bad memory (Linux 6.4)", true, false, true, false),

  /** The flag is only set under the lock that the collapse holds: Cordon. */
  FLAG_UNDER_LOCK("flag is set under the lock (Cordon)", true, true, false, true);

  private final String title;
  final boolean isolates;
  final boolean checksFlag;
  final boolean copyNotices;
  final boolean flagUnderLock;

  Collapser(
      String title,
      boolean isolates,
      boolean checksFlag,
      boolean copyNotices,
      boolean flagUnderLock) {
    this.title = title;
    this.isolates = isolates;
    this.checksFlag = checksFlag;
    this.copyNotices = copyNotices;
    this.flagUnderLock = flagUnderLock;
  }

  /** Returns its name for people. */
  public String title() {
    return title;
  }
}
