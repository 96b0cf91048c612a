package io.github.cordonfs.hadoop.cache;

import io.github.cordonfs.hadoop.WrappedStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Whose pages these are: the user, and all settings of the store that say which store it is and
 * what its user may see there. Those of one are never given to another.
 */
final class Credentials {

  private Credentials() {}

  /** Returns a short text that is the same for the same user with the same settings. */
  static String of(WrappedStore store, UserGroupInformation user) {
    String scheme = store.uri().getScheme();
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, String> each : store.conf()) {
      String key = each.getKey();
      if (isOfStore(key, scheme)) {
        settings.put(key, each.getValue());
      }
    }
    settings.put("user", user.getUserName());
    settings.put("uri", store.uri().toString());
    return digest(settings.toString());
  }

  private static boolean isOfStore(String key, String scheme) {
    return (key.startsWith("fs." + scheme + ".") && !key.startsWith("fs.s3a.committer."))
        || (scheme.equals("hdfs") && key.startsWith("dfs."))
        || key.startsWith("hadoop.security.");
  }

  /** Returns the first 128 bits of the SHA-256 of a text, in hexadecimal digits. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each JDK has it
    }
  }
}
