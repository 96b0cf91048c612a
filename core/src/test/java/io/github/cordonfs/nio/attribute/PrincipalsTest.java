package io.github.cordonfs.nio.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalsTest extends CordonFixture {

  private Path ownedBy(String name, String owner) throws IOException {
    Path file = file(name, 1);
    return Files.setOwner(file, lookUp().lookupPrincipalByName(owner));
  }

  private UserPrincipalLookupService lookUp() {
    return fs.getUserPrincipalLookupService();
  }

  private static int uid(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }

  @Test
  void aNumberThatIsANameIsGivenToNobodyElse() throws IOException {
    Path numbered = ownedBy("/n", "1001");
    Path ada = ownedBy("/a", "ada");
    Path bob = ownedBy("/b", "bob");
    assertThat(uid(numbered)).isEqualTo(1001);
    assertThat(new int[] {uid(ada), uid(bob)}).doesNotContain(1001).doesNotHaveDuplicates();
  }

  @Test
  void whoeverAsksForANumberGetsTheNameThatHasIt() throws IOException {
    int ada = uid(ownedBy("/a", "ada"));
    assertThat(lookUp().lookupPrincipalByName(Integer.toString(ada)).getName()).isEqualTo("ada");
    Path copy = file("/c", 1);
    Files.setAttribute(copy, "unix:uid", ada);
    assertThat(Files.getOwner(copy).getName()).isEqualTo("ada");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2_000_000_000, -2})
  void numbersReadBackAsTheyWereSet(int number) throws IOException {
    Path file = file("/f", 1);
    Files.setAttribute(file, "unix:uid", number);
    Files.setAttribute(file, "unix:gid", number);
    assertThat(uid(file)).isEqualTo(number);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(number);
  }

  @Test
  void minusOneChangesNothing() throws IOException {
    Path file = ownedBy("/f", "ada");
    Files.setAttribute(file, "unix:uid", -1);
    assertThat(Files.getOwner(file).getName()).isEqualTo("ada");
  }
}
