package io.github.cordonfs.hadoop.cache;

import java.util.Locale;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.impl.OpenFileParameters;

/**
 * How a file is going to be read, as far as its reader says.
 *
 * @param inOrder whether it is read from the beginning to the end
 * @param end where reading ends, in bytes; {@link Long#MAX_VALUE} for the end of the file
 */
record ReadPolicy(boolean inOrder, long end) {

  /** Reads the options of {@code openFile}; what is not understood counts as nothing said. */
  static ReadPolicy of(OpenFileParameters parameters) {
    String policies =
        parameters.getOptions().get(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "");
    boolean inOrder = false;
    for (String each : policies.toLowerCase(Locale.ROOT).split(",", -1)) {
      switch (each.trim()) {
        case OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_AVRO,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_CSV,
            OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_JSON ->
            inOrder = true;
        default -> {
          continue;
        }
      }
      break;
    }
    long end = parameters.getOptions().getLong(OpenFileOptions.FS_OPTION_OPENFILE_SPLIT_END, -1);
    return new ReadPolicy(inOrder, end <= 0 ? Long.MAX_VALUE : end);
  }
}
