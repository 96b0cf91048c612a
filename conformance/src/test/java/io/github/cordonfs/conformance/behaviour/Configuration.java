package io.github.cordonfs.conformance.behaviour;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A contender, and how it is made: Cordon in many ways, which must not be seen in anything else
 * than what each option is for.
 *
 * @param words what sets it apart
 * @param options of Cordon
 * @param overlay whether Cordon is below a path of the overlay
 */
record Configuration(Contender contender, String words, CordonOptions options, boolean overlay) {

  private static final long SIZE = 64 << 20;

  private static final List<String> WORKING_DIRECTORIES = List.of("/", "/home", "/work");
  private static final List<Integer> UMASKS = List.of(022, 0, 077);
  private static final List<Set<CordonFeature>> WITHOUT =
      List.of(
          Set.of(),
          Set.of(CordonFeature.LINKS, CordonFeature.USER_VIEW, CordonFeature.DOS_VIEW),
          Set.of(CordonFeature.SYMBOLIC_LINKS, CordonFeature.SECURE_DIRECTORY_STREAM),
          Set.of(CordonFeature.FILE_CHANNEL, CordonFeature.UNIX_VIEW));
  private static final List<HugePolicy> HUGE = List.of(HugePolicy.values());
  private static final List<AtimePolicy> ATIMES = List.of(AtimePolicy.values());

  private static final List<Configuration> CHOSEN = choose();

  /** Returns a contender as it is if nothing is configured. */
  static Configuration plain(Contender contender) {
    return new Configuration(contender, "", CordonOptions.builder().size(SIZE).build(), false);
  }

  /** All that facts are stated of: with {@code -Dcordon.stress=true} every combination. */
  static Stream<Configuration> all() {
    return CHOSEN.stream();
  }

  private static List<Configuration> choose() {
    Grid grid =
        new Grid(
            WORKING_DIRECTORIES.size(),
            UMASKS.size(),
            2,
            WITHOUT.size(),
            HUGE.size(),
            ATIMES.size(),
            2);
    List<int[]> chosen = Boolean.getBoolean("cordon.stress") ? grid.all() : grid.pairwise();
    return Stream.concat(
            Stream.of(
                new Configuration(Contender.TMPFS, "", CordonOptions.defaults(), false),
                new Configuration(Contender.JIMFS, "", CordonOptions.defaults(), false),
                new Configuration(
                    Contender.CORDON, "below the overlay", CordonOptions.defaults(), true)),
            // The first combination is that of the defaults.
            chosen.stream().map(Configuration::of))
        .toList();
  }

  private static Configuration of(int[] values) {
    CordonOptions options =
        CordonOptions.builder()
            .size(SIZE)
            .workingDirectory(WORKING_DIRECTORIES.get(values[0]))
            .umask(UMASKS.get(values[1]))
            .enforcePermissions(values[2] == 1)
            .without(WITHOUT.get(values[3]).toArray(CordonFeature[]::new))
            .huge(HUGE.get(values[4]))
            .atime(ATIMES.get(values[5]))
            .build();
    if (values[6] == 1) {
      options = options.toBuilder().clock(ticking()).build();
    }
    String words =
        "in %s, umask %o%s, without %s, huge %s, %s%s"
            .formatted(
                options.workingDirectory(),
                options.umask(),
                options.enforcePermissions() ? ", permissions enforced" : "",
                options.without(),
                options.huge(),
                options.atime(),
                options.clock().isPresent() ? ", a clock of its own" : "");
    return new Configuration(Contender.CORDON, words, options, false);
  }

  // Goes on a little whenever it is asked, so that what is later has a later time.
  private static InstantSource ticking() {
    AtomicLong millis = new AtomicLong(Instant.parse("2030-01-01T00:00:00Z").toEpochMilli());
    return () -> Instant.ofEpochMilli(millis.addAndGet(10));
  }

  /** Returns the same with features that are needed. */
  Configuration with(Set<CordonFeature> needed) {
    if (options.without().isEmpty()) {
      return this;
    }
    Set<CordonFeature> without = new HashSet<>(options.without());
    without.removeAll(needed);
    CordonOptions copy =
        CordonOptions.builder()
            .size(SIZE)
            .workingDirectory(options.workingDirectory())
            .umask(options.umask())
            .enforcePermissions(options.enforcePermissions())
            .without(without.toArray(CordonFeature[]::new))
            .huge(options.huge())
            .atime(options.atime())
            .build();
    return new Configuration(
        contender,
        words,
        options.clock().map(each -> copy.toBuilder().clock(each).build()).orElse(copy),
        overlay);
  }

  /** Returns permissions less those that nothing new gets. */
  String masked(String permissions) {
    int umask =
        switch (contender) {
          case TMPFS -> Tmpfs.umask();
          case CORDON -> options.umask();
          case JIMFS -> 022;
        };
    StringBuilder left = new StringBuilder(permissions);
    for (int bit = 0; bit < 9; bit++) {
      if ((umask & 1 << bit) != 0) {
        left.setCharAt(8 - bit, '-');
      }
    }
    return left.toString();
  }

  @Override
  public String toString() {
    return contender + (words.isEmpty() ? "" : " " + words);
  }
}
