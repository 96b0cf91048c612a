package io.github.cordonfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CordonOptionsTest {

  @Test
  void aBuilderCannotLoseWhatIsSet() {
    CordonOptionsBuilder builder = CordonOptions.builder();
    var unused = builder.size(5).injection(true);
    assertThat(unused).isSameAs(builder);
    CordonOptions options = builder.build();
    assertThat(options.size()).isEqualTo(5);
    assertThat(options.injection()).isTrue();
  }

  @Test
  void whatWasBuiltStaysAsItIs() {
    CordonOptionsBuilder builder = CordonOptions.builder().size(5);
    CordonOptions five = builder.build();
    CordonOptions six = builder.size(6).build();
    CordonOptions seven = five.toBuilder().size(7).build();
    assertThat(List.of(five.size(), six.size(), seven.size())).containsExactly(5L, 6L, 7L);
    assertThat(CordonOptions.defaults().size()).isEqualTo(CordonOptions.AUTOMATIC);
  }

  @ParameterizedTest
  @CsvSource({"4096, 4096", "16k, 16384", "2G, 2147483648", "3m, 3145728", "1t, 1099511627776"})
  void sizesAreWrittenInJavaAsElsewhere(String text, long bytes) {
    CordonOptions options =
        CordonOptions.builder().size(text).collapseRate(text).patrolRate(text).build();
    assertThat(options.size()).isEqualTo(bytes);
    assertThat(options.collapseRate()).isEqualTo(bytes);
    assertThat(options.patrolRate()).isEqualTo(bytes);
    assertThat(CordonOptions.builder().set("size", text).build().size()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "k", "-1", "+1", "1.5g", "1 g", "2gb", "0", "9999999999999999999", "٣"})
  void otherTextIsNoSize(String text) {
    assertThatThrownBy(() -> CordonOptions.builder().size(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad option size=" + text + ": ");
  }

  @Test
  void aBadConstantIsAnsweredWithThePossibleOnes() {
    assertThatThrownBy(() -> CordonOptions.builder().set("huge", "sometimes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bad option huge=sometimes: one of these is needed: never, within_size, always, advise,"
                + " unsplittable");
  }

  @Test
  @Tag("F12")
  void whatAFolioThatIsNeverSplitCannotDoIsRefused() {
    CordonOptionsBuilder whole = CordonOptions.builder().huge(HugePolicy.UNSPLITTABLE);
    assertThat(whole.build().huge()).isEqualTo(HugePolicy.UNSPLITTABLE);
    assertThatThrownBy(() -> whole.poison(PoisonPolicy.DROP).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad option huge=unsplittable beside poison=drop: ");
    whole.poison(PoisonPolicy.KEEP).onMappedPoison(MappedPoisonPolicy.NOTIFY);
    assertThatThrownBy(whole::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad option huge=unsplittable beside onMappedPoison=notify: ");
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> CordonOptions.builder().set("colour", "red"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad option colour=red: there is no such option; there are name, ")
        .hasMessageContaining("size, maxInodes");
  }

  /** The names of maps and of Java are one. */
  @Test
  void everyOptionHasASetterAndAGetterOfItsName() {
    List<String> options = Arrays.stream(Option.values()).map(Option::key).toList();
    List<String> setters =
        Arrays.stream(CordonOptionsBuilder.class.getMethods())
            .filter(each -> each.getReturnType() == CordonOptionsBuilder.class)
            .filter(each -> each.getParameterCount() == 1)
            .map(Method::getName)
            .distinct()
            .toList();
    assertThat(setters).containsExactlyInAnyOrderElementsOf(options);
    assertThat(Arrays.stream(CordonOptions.class.getMethods()).map(Method::getName))
        .containsAll(options);
  }

  @Test
  void badNumbersNameTheOptionAndTheBound() {
    assertThatThrownBy(() -> CordonOptions.builder().size(0))
        .hasMessage("bad option size=0: must be at least 1");
    assertThatThrownBy(() -> CordonOptions.builder().patrolRate(-1))
        .hasMessage("bad option patrolRate=-1: must be at least 0");
    assertThatThrownBy(() -> CordonOptions.builder().umask(01000))
        .hasMessageContaining("must be 0 to 0777");
    assertThatThrownBy(() -> CordonOptions.builder().name("a/b"))
        .hasMessageContaining("name=a/b: not a file system name");
  }

  @Test
  void optionsAreEqualIfTheirValuesAre() {
    CordonOptions some = CordonOptions.builder().size("1m").without(CordonFeature.LINKS).build();
    assertThat(some)
        .isEqualTo(CordonOptions.builder().without(CordonFeature.LINKS).size(1 << 20).build())
        .hasSameHashCodeAs(some.toBuilder().build())
        .isNotEqualTo(some.toBuilder().size(1).build())
        .isNotEqualTo(CordonOptions.defaults());
    assertThat(CordonOptions.builder().huge(HugePolicy.WITHIN_SIZE).build())
        .isEqualTo(CordonOptions.defaults())
        .hasSameHashCodeAs(CordonOptions.defaults());
    assertThat(CordonOptions.builder().owner(CordonOptions.defaults().owner()).build())
        .isEqualTo(CordonOptions.defaults());
    assertThat(CordonOptions.builder().clock(InstantSource.system()).build())
        .isNotEqualTo(CordonOptions.defaults());
  }

  @Test
  void theTextSaysWhatWasSet() {
    assertThat(CordonOptions.defaults()).hasToString("CordonOptions[]");
    assertThat(
            CordonOptions.builder()
                .umask(027)
                .name("n")
                .size("512m")
                .patrolRate(1000)
                .huge(HugePolicy.ALWAYS)
                .without(CordonFeature.LINKS, CordonFeature.FILE_CHANNEL)
                .build())
        .hasToString(
            "CordonOptions[name=n, size=512m, huge=always, patrolRate=1000, umask=027,"
                + " without=links,file_channel]");
  }
}
