package io.github.cordonfs.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That facts are stated of all that there is, whatever becomes of the list of it. */
class ConfigurationTest {

  @Test
  @Tag("S92")
  void factsAreStatedWithEveryValueOfEveryOptionAndBelowTheOverlay() {
    List<Configuration> all = Configuration.all().toList();
    assertThat(all).extracting(Configuration::contender).contains(Contender.values());
    List<Configuration> cordon =
        all.stream().filter(each -> each.contender() == Contender.CORDON).toList();
    assertThat(cordon).extracting(Configuration::overlay).contains(true, false);
    List<CordonOptions> options = cordon.stream().map(Configuration::options).toList();
    assertThat(options).extracting(CordonOptions::atime).contains(AtimePolicy.values());
    assertThat(options).extracting(CordonOptions::huge).contains(HugePolicy.values());
    assertThat(options).extracting(CordonOptions::umask).contains(022, 0, 077);
    assertThat(options).extracting(CordonOptions::enforcePermissions).contains(true, false);
    assertThat(options).extracting(each -> each.clock().isPresent()).contains(true, false);
    assertThat(options).extracting(CordonOptions::workingDirectory).contains("/", "/home", "/work");
    assertThat(options)
        .flatExtracting(CordonOptions::without)
        .contains(CordonFeature.LINKS, CordonFeature.SYMBOLIC_LINKS, CordonFeature.FILE_CHANNEL);
    assertThat(options).extracting(CordonOptions::without).contains(Set.of());
  }
}
