package io.github.cordonfs.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the jobs take for right bytes. */
class PageContentTest {

  private static final int FILE = 3;
  private static final int PAGE = 70;
  private static final int HALF = PageContent.BYTES / 2;

  private static byte[] page(int file, int index, int version) {
    byte[] page = new byte[PageContent.BYTES];
    PageContent.fill(page, file, index, version);
    return page;
  }

  /** The first half of one page and the second of another. */
  private static byte[] mixture(byte[] first, byte[] second) {
    byte[] mixture = first.clone();
    System.arraycopy(second, HALF, mixture, HALF, HALF);
    return mixture;
  }

  private static boolean isMixture(byte[] page, int oldest, int newest) {
    return PageContent.isMixture(page, FILE, PAGE, oldest, newest);
  }

  @Test
  void aPageSaysWhichVersionItIs() throws Exception {
    assertThat(PageContent.versionOf(page(FILE, PAGE, 5), FILE, PAGE)).isEqualTo(5);
  }

  @Test
  void zerosAndOtherPagesAndMixturesAreNoVersion() {
    for (byte[] wrong :
        new byte[][] {
          new byte[PageContent.BYTES],
          page(FILE, PAGE + 1, 5),
          page(FILE + 1, PAGE, 5),
          mixture(page(FILE, PAGE, 5), page(FILE, PAGE, 6))
        }) {
      assertThatThrownBy(() -> PageContent.versionOf(wrong, FILE, PAGE))
          .isInstanceOf(PageContent.WrongBytes.class);
    }
  }

  @Test
  void aReadThatMeetsAWriteMayBeAMixtureOfItsVersions() {
    byte[] mixture = mixture(page(FILE, PAGE, 6), page(FILE, PAGE, 5));
    assertThat(isMixture(mixture, 5, 6)).isTrue();
    assertThat(isMixture(mixture, 4, 7)).isTrue();
  }

  @Test
  void withoutAWriteThatWasMetThereIsNoMixture() {
    assertThat(isMixture(mixture(page(FILE, PAGE, 6), page(FILE, PAGE, 5)), 6, 6)).isFalse();
  }

  @Test
  void aPartThatIsZerosOrOlderOrOfAnotherPageIsWrong() {
    byte[] good = page(FILE, PAGE, 6);
    assertThat(isMixture(mixture(good, new byte[PageContent.BYTES]), 5, 6)).isFalse();
    assertThat(isMixture(mixture(good, page(FILE, PAGE, 4)), 5, 6)).isFalse();
    assertThat(isMixture(mixture(good, page(FILE, PAGE + 1, 6)), 5, 6)).isFalse();
    assertThat(isMixture(mixture(good, page(FILE + 1, PAGE, 6)), 5, 6)).isFalse();
  }

  @Test
  void aSingleWrongWordIsWrong() {
    byte[] page = mixture(page(FILE, PAGE, 6), page(FILE, PAGE, 5));
    page[HALF + 1] ^= 1;
    assertThat(isMixture(page, 5, 6)).isFalse();
  }
}
