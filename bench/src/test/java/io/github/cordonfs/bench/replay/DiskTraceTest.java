package io.github.cordonfs.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskTraceTest {

  private static final String HEAD = "version,time,op,size,lbn\n";

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("t.csv");
  }

  private DiskTrace read(String text) throws IOException {
    return DiskTrace.read(Files.writeString(file, text));
  }

  private void assertFails(String text, String message) {
    assertThatIOException().isThrownBy(() -> read(text)).withMessage(file + message);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  @Test
  void readBecomesThePagesThatItTouches() throws IOException {
    DiskTrace trace = read(HEAD + "1,5,28,4096,7\n1,6,2a,4096,800\n1,7,28,512,8\n1,8,28,1,23\n");
    assertThat(trace.reads()).isEqualTo(3);
    Load asItIs = trace.load("x", 0);
    assertThat(asItIs.reads()).containsExactly(0, 1, 1, 2);
    assertThat(asItIs.footprint()).isEqualTo(3);
    Load up = trace.load("x", 1);
    assertThat(up.reads()).containsExactly(0, 0, 1);
    assertThat(up.footprint()).isEqualTo(2);
  }

  @Test
  void realTraceIsReadWhole() throws IOException {
    DiskTrace trace = DiskTrace.read(HitRatesTest.TRACE);
    assertThat(trace.reads()).isEqualTo(46_974);
    assertThat(trace.load("x", 0).reads()).hasSize(485_700);
    assertThat(trace.load("x", 1).reads()).hasSize(445_167);
  }

  @Test
  void compressedAndPlainFilesAreTheSame() throws IOException {
    String text = HEAD + "1,5,28,4096,8\n";
    Files.write(file, gzip(text));
    assertThat(DiskTrace.read(file).load("x", 0))
        .usingRecursiveComparison()
        .isEqualTo(read(text).load("x", 0));
  }

  @Test
  void lineThatIsNoRequestIsAnErrorThatNamesIt() {
    String good = HEAD + "1,5,28,512,8\n";
    assertFails(
        good + "1,5,35,512,8\n",
        ", line 3: unknown operation, neither 28 (read) nor 2a (write): '35'");
    assertFails(good + "1,5,28,-512,8\n", ", line 3: not a number from 0 up: '-512'");
    assertFails(good + "1,5,28,512,-8\n", ", line 3: not a number from 0 up: '-8'");
    assertFails(good + "1,5,28,x,8\n", ", line 3: not a number from 0 up: 'x'");
    assertFails(good + "1,5,28,512,\n", ", line 3: not a number from 0 up: ''");
    assertFails(
        good + "1,5,28,512," + "9".repeat(100) + "\n",
        ", line 3: not a number from 0 up: '" + "9".repeat(60) + "...'");
    assertFails(good + "1,5,28,512\n", ", line 3: expected 5 fields, found 4: '1,5,28,512'");
    assertFails(good + "\n", ", line 3: expected 5 fields, found 1: ''");
    assertFails(
        good + "1,5,28,33553921,8\n",
        ", line 3: a request must be of 1 to 33553920 bytes: 33553921");
    assertFails(good + "1,5,28,0,8\n", ", line 3: a request must be of 1 to 33553920 bytes: 0");
    assertFails(
        good + "1,5,2a,1,4294967296\n", ", line 3: a sector must be below 2^32: 4294967296");
  }

  @Test
  void fileWithoutReadsIsAnError() {
    assertFails("", ": the trace is empty");
    assertFails(HEAD, ": the trace has no reads");
    assertFails(HEAD + "1,5,2a,512,8\n", ": the trace has no reads");
    assertFails("a,b\n", ", line 1: expected 'version,time,op,size,lbn', found: 'a,b'");
  }

  @Test
  void fileThatIsNotThereIsAnError() {
    assertThatIOException()
        .isThrownBy(() -> DiskTrace.read(file))
        .withMessage(file + ": no such file or directory");
  }

  @Test
  void compressedFileThatIsCutOffOrDamagedIsAnError() throws IOException {
    byte[] whole = gzip(HEAD + "1,5,28,512,8\n".repeat(10));
    for (int length : new int[] {2, 5, 12, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatIOException()
          .isThrownBy(() -> DiskTrace.read(file))
          .withMessageMatching(".*t\\.csv, line \\d+: the compressed file is cut off");
    }
    whole[whole.length - 6] ^= 1;
    Files.write(file, whole);
    assertThatIOException()
        .isThrownBy(() -> DiskTrace.read(file))
        .withMessageMatching(".*t\\.csv, line 12: the compressed file is damaged: .*");
  }
}
