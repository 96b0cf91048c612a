package io.github.cordonfs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.cordonfs.frame.BuddyAllocator;
import io.github.cordonfs.os.SegmentCopy;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between packages, and the one choke point of pool bytes. */
class ArchitectureTest {

  private static final String ROOT = "io.github.cordonfs";

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** A package, and what it may use beside itself and the vocabulary. */
  private record Layer(String name, boolean vocabulary, List<String> below) {}

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("hook", false, List.of()),
          new Layer("os", false, List.of()),
          new Layer("frame", false, List.of("os")),
          new Layer("diagnose.machine", true, List.of("os")),
          new Layer("diagnose.kernel", true, List.of("diagnose.machine")),
          new Layer("diagnose.process", true, List.of("diagnose.machine", "os")),
          new Layer("diagnose.memory", true, List.of("diagnose.machine", "os")),
          new Layer("diagnose.hardware", true, List.of("diagnose.machine")),
          new Layer(
              "diagnose",
              true,
              List.of(
                  "diagnose.hardware",
                  "diagnose.memory",
                  "diagnose.process",
                  "diagnose.kernel",
                  "diagnose.machine")),
          new Layer("events", true, List.of()),
          new Layer("map", false, List.of("frame", "os")),
          new Layer("reclaim", false, List.of()),
          new Layer("backing", false, List.of("os")),
          new Layer("journal", true, List.of()),
          new Layer("cache.pool", true, List.of("frame", "os")),
          new Layer("cache.extent", true, List.of("cache.pool", "map", "frame")),
          new Layer("cache.mapped", false, List.of("cache.extent", "map", "frame")),
          new Layer(
              "cache",
              true,
              List.of("cache.mapped", "cache.extent", "cache.pool", "map", "frame", "events")),
          new Layer(
              "cache.backed",
              true,
              List.of(
                  "cache",
                  "cache.extent",
                  "cache.pool",
                  "map",
                  "frame",
                  "os",
                  "reclaim",
                  "backing")),
          new Layer(
              "failure",
              true,
              List.of("cache", "cache.extent", "cache.pool", "frame", "os", "events")),
          new Layer("vfs.attribute", true, List.of("os")),
          new Layer("vfs.inode", false, List.of("vfs.attribute", "cache", "cache.pool")),
          new Layer("vfs.access", false, List.of("vfs.inode", "vfs.attribute")),
          new Layer("vfs.walk", false, List.of("vfs.access", "vfs.inode")),
          new Layer(
              "vfs",
              true,
              List.of("vfs.walk", "vfs.access", "vfs.inode", "vfs.attribute", "cache", "os")),
          new Layer("nio.option", true, List.of()),
          new Layer("nio.error", true, List.of("vfs.access", "cache")),
          new Layer("nio.resource", true, List.of("hook", "map", "os")),
          new Layer(
              "nio.path", true, List.of("hook", "nio.option", "vfs", "vfs.access", "vfs.inode")),
          new Layer(
              "nio.attribute",
              true,
              List.of("nio.path", "vfs", "vfs.access", "vfs.attribute", "vfs.inode", "os")),
          new Layer(
              "nio.mapping",
              true,
              List.of("nio.error", "vfs.access", "vfs.inode", "cache", "map", "frame")),
          new Layer(
              "nio.channel",
              true,
              List.of(
                  "nio.mapping",
                  "nio.attribute",
                  "nio.path",
                  "nio.resource",
                  "nio.error",
                  "nio.option",
                  "vfs",
                  "vfs.access",
                  "vfs.inode",
                  "cache",
                  "failure",
                  "hook",
                  "os")),
          new Layer(
              "nio.watch",
              true,
              List.of("nio.path", "nio.resource", "vfs", "vfs.access", "vfs.inode")),
          new Layer(
              "nio.directory",
              true,
              List.of(
                  "hook",
                  "nio.path",
                  "nio.resource",
                  "nio.option",
                  "vfs",
                  "vfs.access",
                  "vfs.inode")),
          new Layer(
              "nio.failure",
              true,
              List.of(
                  "nio.path",
                  "nio.error",
                  "vfs",
                  "vfs.access",
                  "vfs.inode",
                  "cache",
                  "failure",
                  "os")),
          new Layer("nio.management", true, List.of("map", "frame")),
          new Layer(
              "nio.mount",
              true,
              List.of(
                  "nio.management",
                  "nio.failure",
                  "nio.channel",
                  "nio.path",
                  "nio.resource",
                  "nio.option",
                  "vfs",
                  "vfs.attribute",
                  "vfs.inode",
                  "cache",
                  "cache.backed",
                  "cache.pool",
                  "failure",
                  "map",
                  "backing",
                  "journal")),
          new Layer(
              "nio",
              true,
              List.of(
                  "nio.mount",
                  "nio.management",
                  "nio.failure",
                  "nio.directory",
                  "nio.watch",
                  "nio.channel",
                  "nio.attribute",
                  "nio.path",
                  "nio.resource",
                  "nio.error",
                  "nio.option",
                  "vfs",
                  "vfs.access",
                  "vfs.attribute",
                  "vfs.inode",
                  "cache",
                  "failure",
                  "hook",
                  "map",
                  "backing")),
          new Layer("nio.url", true, List.of("nio", "nio.path")),
          new Layer("overlay", true, List.of("nio", "nio.path", "nio.watch")));

  /** Every package that takes a lock looks for stack first, and no more than that is frames. */
  private static final String STACK_PROBE = ROOT + ".frame.StackProbe";

  @TestFactory
  List<DynamicTest> arrowsPointDownwards() {
    return LAYERS.stream()
        .map(layer -> {
          List<String> allowed = new ArrayList<>(List.of(ROOT + "." + layer.name));
          for (String below : layer.below) {
            allowed.add(ROOT + "." + below);
          }
          if (layer.vocabulary) {
            allowed.add(ROOT);
          }
          DescribedPredicate<JavaClass> forbidden =
              DescribedPredicate.describe(
                  "are of another layer",
                  c ->
                      c.getPackageName().startsWith(ROOT)
                          && !allowed.contains(c.getPackageName())
                          && !c.getName().equals(STACK_PROBE));
          return DynamicTest.dynamicTest(
              layer.name + " uses only " + allowed,
              () ->
                  noClasses()
                      .that()
                      .resideInAPackage(ROOT + "." + layer.name)
                      .should()
                      .dependOnClassesThat(forbidden)
                      .check(MAIN));
        })
        .toList();
  }

  /** A layer that is below itself, through others, would be no layer. */
  @Test
  void eachLayerIsAboveThoseItUses() {
    List<String> before = new ArrayList<>();
    for (Layer layer : LAYERS) {
      assertThat(before).as("listed before " + layer.name).containsAll(layer.below);
      before.add(layer.name);
    }
  }

  @Test
  void everyPackageIsALayer() {
    List<String> layers = LAYERS.stream().map(layer -> ROOT + "." + layer.name).toList();
    assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
        .allMatch(each -> each.equals(ROOT) || layers.contains(each));
  }

  @Test
  void onlyTheFacadeKnowsTheLayersBelow() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .doNotHaveSimpleName("Cordon")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".*..")
        .check(MAIN);
  }

  @Test
  void nobodyUsesTheOverlay() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".overlay")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".overlay")
        .check(MAIN);
  }

  @Test
  void onlyPoolMemoryCopiesBetweenSegments() {
    noClasses()
        .that(
            DescribedPredicate.not(
                simpleNameEndingWith("PoolMemory")
                    .or(simpleNameEndingWith("SegmentCopy"))
                    // Bytes that a store gave and that never were in the pool.
                    .or(simpleNameEndingWith("StoreFill"))
                    .or(simpleNameEndingWith("DirectAccess"))
                    // Bytes of an array that a hook was given.
                    .or(simpleNameEndingWith("HookedChannel"))
                    .or(simpleNameEndingWith("SystemDescriptor"))))
        .should()
        .callMethod(
            SegmentCopy.class,
            "copy",
            MemorySegment.class,
            long.class,
            MemorySegment.class,
            long.class,
            long.class)
        .check(MAIN);
  }

  /** The JDK's own ways with few bytes can be compiled wrongly: {@code SegmentCopy} says how. */
  @Test
  @Tag("S108")
  void onlySegmentCopyUsesTheCopiesOfTheJdk() {
    Set<String> copies = Set.of("copy", "copyFrom", "fill");
    noClasses()
        .that()
        .doNotHaveSimpleName("SegmentCopy")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "MemorySegment.copy, copyFrom or fill",
                call ->
                    call.getTargetOwner().isEquivalentTo(MemorySegment.class)
                        && copies.contains(call.getTarget().getName())))
        .check(MAIN);
  }

  @Test
  void onlyTheFrameStoreGetsHoldOfThePool() {
    noClasses()
        .that(
            DescribedPredicate.not(
                simpleNameEndingWith("FrameStore")
                    .or(simpleNameEndingWith("PoolMemory"))
                    // For a segment without a byte, which only carries an action.
                    .or(simpleNameEndingWith("MappedSegment"))
                    // For the text of an error.
                    .or(simpleNameEndingWith("SystemDescriptor"))))
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "MemorySegment.ofAddress or reinterpret",
                call ->
                    call.getTargetOwner().isEquivalentTo(MemorySegment.class)
                        && (call.getTarget().getName().equals("ofAddress")
                            || call.getTarget().getName().equals("reinterpret"))))
        .check(MAIN);
  }

  /** What failed on its way is renewed only there. */
  @Test
  void onlyTheFramePoolGivesFramesBack() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".frame")
        .and()
        .doNotHaveSimpleName("FramePool")
        .should()
        .callMethod(BuddyAllocator.class, "free", int.class, int.class)
        .orShould()
        .callMethod(BuddyAllocator.class, "quarantine", int.class)
        .check(MAIN);
  }

  @Test
  void onlyTheEventsKnowTheFlightRecorder() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".events")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(MAIN);
  }

  @Test
  void onlyTheBeansKnowJmx() {
    noClasses()
        .that(DescribedPredicate.not(isABean()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.management..", "java.lang.management..")
        .check(MAIN);
  }

  /** Where the runtime has no JMX, nothing else leads to the classes that need it. */
  @Test
  void onlyOneClassLeadsToTheBeans() {
    noClasses()
        .that(DescribedPredicate.not(isABean()))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(".*\\.(DescribedBean|FailureNotifications)")
        .check(MAIN);
  }

  private static DescribedPredicate<JavaClass> isABean() {
    return DescribedPredicate.describe(
        "are the platform's beans",
        each ->
            each.getName()
                .matches(".*\\.(PlatformBeans|DescribedBean|FailureNotifications)(\\$.*)?"));
  }

  @Test
  void nobodyUsesUnsafeOrFinalizers() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("sun.misc.Unsafe")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("jdk.internal..")
        .check(MAIN);
    noMethods().should().haveName("finalize").check(MAIN);
  }
}
