package io.github.cordonfs.jcstress;

/** Runs the races for a limited time: {@code Main MILLISECONDS [option of jcstress...]}. */
public final class Main {

  private Main() {}

  /**
   * Runs; jcstress ends with an error if there was a forbidden outcome.
   *
   * @param args milliseconds of one iteration
   * @throws Exception if jcstress fails
   */
  public static void main(String[] args) throws Exception {
    String time = args.length == 0 ? "2000" : args[0];
    org.openjdk.jcstress.Main.main(
        new String[] {
          // Small strides: each state of a stride holds pages until its end.
          "-strideSize",
          "32",
          "-strideCount",
          "8",
          "-f",
          "1",
          "-iters",
          "2",
          "-time",
          time,
          "-af",
          "NONE",
          "-sc",
          "false",
          "-hs",
          "512",
          "-r",
          "jcstress",
          "-v",
          "-jvmArgs",
          "--enable-native-access=ALL-UNNAMED"
        });
  }
}
