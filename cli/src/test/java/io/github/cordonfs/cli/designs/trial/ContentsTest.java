package io.github.cordonfs.cli.designs.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.cli.designs.model.Page;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The judge itself: it has to see what is wrong, and nothing else. */
class ContentsTest {

  private final Contents contents = new Contents();

  private static byte[] page(int content) {
    byte[] page = new byte[Page.SIZE];
    Arrays.fill(page, (byte) content);
    return page;
  }

  @Test
  void itTellsHowAPageIsWrong() {
    int at = 2 * Page.SIZE;
    assertThat(contents.check(Contents.written(2), at)).isNull();
    assertThat(contents.check(page(0), at)).isEqualTo(Wrong.ZEROS);
    assertThat(contents.check(Contents.old(2), at)).isEqualTo(Wrong.OLD);
    assertThat(contents.check(page(Page.BAD), at)).isEqualTo(Wrong.GARBAGE);
    assertThat(contents.check(Contents.written(1), at)).isEqualTo(Wrong.OTHER);
  }

  @Test
  void oneWrongByteIsSeen() {
    byte[] page = Contents.written(1);
    page[Page.SIZE - 1] = 0;
    assertThat(contents.check(page, Page.SIZE)).isEqualTo(Wrong.ZEROS);
  }

  @Test
  void itFollowsWhatProgramsDo() {
    contents.punch(1);
    assertThat(contents.check(page(0), Page.SIZE)).isNull();
    assertThat(contents.check(Contents.written(1), Page.SIZE)).isNotNull();
    contents.write(Page.SIZE, new byte[] {'x'});
    assertThat(contents.check(page(0), Page.SIZE)).isNotNull();
    assertThat(contents.has(new byte[] {'x'}, 1, 0, 1)).isTrue();
    contents.truncate(2 * Page.SIZE + 1);
    byte[] cut = page(Page.BAD);
    cut[0] = Contents.written(2)[0];
    assertThat(contents.check(cut, 2 * Page.SIZE)).isNull();
  }
}
