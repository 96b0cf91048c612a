package io.github.cordonfs.nio.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.PoisonPolicy;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentOptionsTest {

  @Test
  void textIsUnderstood() {
    CordonOptions options =
        EnvironmentOptions.parse(
            "n",
            Map.of(
                "size", "512m",
                "maxInodes", "1000",
                "huge", "within_size",
                "poison", "drop",
                "interrupts", "ignore",
                "injection", "true",
                "physicalHugePages", "false"));
    assertThat(options.name()).hasValue("n");
    assertThat(options.size()).isEqualTo(512L << 20);
    assertThat(options.maxInodes()).isEqualTo(1000);
    assertThat(options.huge()).isEqualTo(HugePolicy.WITHIN_SIZE);
    assertThat(options.poison()).isEqualTo(PoisonPolicy.DROP);
    assertThat(options.interrupts()).isEqualTo(InterruptPolicy.IGNORE);
    assertThat(options.injection()).isTrue();
    assertThat(options.physicalHugePages()).isFalse();
  }

  @Test
  void typedValuesAreUnderstood() {
    CordonOptions options =
        EnvironmentOptions.parse(
            null,
            Map.of(
                "size",
                2L << 30,
                "maxInodes",
                7,
                "huge",
                HugePolicy.ALWAYS,
                "poison",
                PoisonPolicy.KEEP,
                "interrupts",
                InterruptPolicy.CLOSE_CHANNEL,
                "injection",
                true));
    assertThat(options.name()).isEmpty();
    assertThat(options.size()).isEqualTo(2L << 30);
    assertThat(options.maxInodes()).isEqualTo(7);
    assertThat(options.huge()).isEqualTo(HugePolicy.ALWAYS);
    assertThat(options.injection()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4096, 4096", "16k, 16384", "2G, 2147483648", "1t, 1099511627776"})
  void sizesMayHaveUnits(String text, long bytes) {
    assertThat(EnvironmentOptions.parse(null, Map.of("size", text)).size()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "size, lots",
    "size, -1",
    "size, 0",
    "size, 99999999t",
    "size, ''",
    "huge, sometimes",
    "poison, eat",
    "interrupts, maybe",
    "umask, 8",
    "umask, 1000",
    "atime, sometimes",
    "owner, ''",
    "enforcePermissions, perhaps",
    "injection, yes",
    "maxInodes, x",
    "colour, red",
    "name, other"
  })
  void anUnknownKeyOrABadValueIsNamed(String key, String value) {
    assertThatThrownBy(() -> EnvironmentOptions.parse(null, Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key + "=" + value);
  }

  @Test
  void objectsAreTaken() {
    InstantSource clock = InstantSource.system();
    assertThat(EnvironmentOptions.parse(null, Map.of("clock", clock)).clock()).containsSame(clock);
    assertThatThrownBy(() -> EnvironmentOptions.parse(null, Map.of("clock", "UTC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clock=UTC: this is needed: InstantSource");
  }

  @Test
  @Tag("S43")
  void attributeProvidersAreTakenAloneAndTogether() {
    AttributeProvider own = AttributeProvider.of("paint", Map.of("colour", "grey"));
    AttributeProvider acl = AttributeProvider.acl();
    assertThat(providers(own)).containsExactly(own);
    assertThat(providers(List.of(own, acl))).containsExactly(own, acl);
    assertThat(providers(new AttributeProvider[] {acl, own})).containsExactly(acl, own);
    assertThat(providers("acl")).containsExactly(acl);
    for (Object wrong : new Object[] {"paint", List.of("acl"), List.of(own, own)}) {
      assertThatThrownBy(() -> providers(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("attributeProviders=");
    }
  }

  private static List<AttributeProvider> providers(Object value) {
    return EnvironmentOptions.parse(null, Map.of("attributeProviders", value)).attributeProviders();
  }

  @Test
  @Tag("S44")
  void featuresAreSwitchedOffAloneAndTogether() {
    Set<CordonFeature> both = Set.of(CordonFeature.LINKS, CordonFeature.FILE_CHANNEL);
    assertThat(without("links")).containsExactly(CordonFeature.LINKS);
    assertThat(without(" links, FILE_CHANNEL")).isEqualTo(both);
    assertThat(without(List.of("links", CordonFeature.FILE_CHANNEL))).isEqualTo(both);
    assertThat(without(both)).isEqualTo(both);
    assertThat(without(both.toArray(CordonFeature[]::new))).isEqualTo(both);
    assertThat(without(CordonFeature.LINKS)).containsExactly(CordonFeature.LINKS);
    for (Object wrong : new Object[] {"", "links,", "locks", 7, List.of(7)}) {
      assertThatThrownBy(() -> without(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("without=");
    }
  }

  private static Set<CordonFeature> without(Object value) {
    return EnvironmentOptions.parse(null, Map.of("without", value)).without();
  }

  @Test
  void nullIsABadValue() {
    Map<String, Object> environment = new HashMap<>();
    environment.put("size", null);
    assertThatThrownBy(() -> EnvironmentOptions.parse(null, environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void theOptionsOfNewFilesAreReadFromText() {
    CordonOptions options =
        EnvironmentOptions.parse(
            "x",
            Map.of(
                "umask", "027",
                "atime", "noatime",
                "owner", "ada",
                "group", "staff",
                "enforcePermissions", "true"));
    assertThat(options.umask()).isEqualTo(027);
    assertThat(options.atime()).isEqualTo(AtimePolicy.NOATIME);
    assertThat(options.owner()).isEqualTo("ada");
    assertThat(options.group()).isEqualTo("staff");
    assertThat(options.enforcePermissions()).isTrue();
    assertThat(EnvironmentOptions.parse("x", Map.of("umask", 7)).umask()).isEqualTo(7);
  }
}
