package io.github.cordonfs.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.cache.extent.Extent;
import io.github.cordonfs.cache.extent.ExtentTree;
import io.github.cordonfs.frame.Stores;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The tree of extents against a sorted map. */
class ExtentTreePropertyTest {

  private static final long LAST = (1L << 42) - 1;

  private static final AddressSpace SPACE =
      Caches.of(Stores.Kind.PLAIN, 1, HugePolicy.NEVER, PoisonPolicy.KEEP).newFile("/f").space;

  enum Kind {
    ADD,
    REMOVE,
    REMOVE_CEILING,
    LOOK_UP
  }

  record Step(Kind kind, long index) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> anywhere = Arbitraries.longs().between(0, LAST);
    Arbitrary<Long> near = Arbitraries.longs().between(0, 3);
    Arbitrary<Long> powers =
        Combinators.combine(
                Arbitraries.integers().between(0, 42), Arbitraries.longs().between(-1, 1))
            .as((bits, delta) -> Math.clamp((1L << bits) + delta, 0, LAST));
    Arbitrary<Long> last = Arbitraries.longs().between(LAST - 600, LAST);
    Arbitrary<Kind> kinds =
        Arbitraries.of(Kind.ADD, Kind.ADD, Kind.REMOVE, Kind.REMOVE_CEILING, Kind.LOOK_UP);
    return Combinators.combine(kinds, Arbitraries.oneOf(anywhere, near, powers, last))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 1000)
  void theTreeIsASortedMap(@ForAll("steps") List<Step> steps) {
    ExtentTree tree = new ExtentTree();
    TreeMap<Long, Extent> map = new TreeMap<>();
    for (Step step : steps) {
      long index = step.index;
      switch (step.kind) {
        case ADD -> add(tree, map, index);
        case REMOVE -> {
          tree.remove(index);
          map.remove(index);
        }
        case REMOVE_CEILING -> {
          Map.Entry<Long, Extent> next = map.ceilingEntry(index);
          if (next != null) {
            tree.remove(next.getKey());
            map.remove(next.getKey());
          }
        }
        case LOOK_UP -> assertThat(tree.get(index)).isSameAs(map.get(index));
      }
      assertSame(tree, map, index);
    }
    assertWalkIsTheMap(tree, map);
    map.keySet().forEach(tree::remove);
    assertThat(tree.ceiling(0)).isNull();
  }

  private static void add(ExtentTree tree, NavigableMap<Long, Extent> map, long index) {
    if (!map.containsKey(index)) {
      Extent extent = SPACE.newExtent(index);
      tree.add(extent);
      map.put(index, extent);
    }
  }

  private static void assertSame(ExtentTree tree, NavigableMap<Long, Extent> map, long index) {
    for (long near = Math.max(index - 1, 0); near <= Math.min(index + 1, LAST); near++) {
      Map.Entry<Long, Extent> ceiling = map.ceilingEntry(near);
      assertThat(tree.get(near)).isSameAs(map.get(near));
      assertThat(tree.ceiling(near)).isSameAs(ceiling == null ? null : ceiling.getValue());
    }
    assertThat(tree.ceiling(LAST + 1)).isNull();
  }

  private static void assertWalkIsTheMap(ExtentTree tree, NavigableMap<Long, Extent> map) {
    long at = 0;
    for (Extent expected : map.values()) {
      Extent found = tree.ceiling(at);
      assertThat(found).isSameAs(expected);
      at = expected.index + 1;
    }
    assertThat(tree.ceiling(at)).isNull();
  }
}
