package io.github.cordonfs.nio.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cordonfs.vfs.attribute.UserAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The attributes of the view {@code dos} at one moment. What other systems have as bits of a file
 * is kept where the JDK keeps it on Linux, and Samba: as a number in hexadecimal in the attribute
 * {@code DOSATTRIB} of the view {@code user}. They are stored and shown, and mean nothing.
 *
 * @param basic the others
 * @param bits the number, of which other bits than these four are kept as they are
 */
record DosAttributes(AttributeSnapshot basic, int bits) implements DosFileAttributes {

  /** Where they are, in the view {@code user}. */
  static final String KEPT_IN = "DOSATTRIB";

  static final int READ_ONLY = 0x01;
  static final int HIDDEN = 0x02;
  static final int SYSTEM = 0x04;
  static final int ARCHIVE = 0x20;

  /** What can be set beside the times, and the bit of each. */
  static final Map<String, Integer> BITS =
      Map.of("readonly", READ_ONLY, "hidden", HIDDEN, "system", SYSTEM, "archive", ARCHIVE);

  /** All names of the view. */
  static final Map<String, Function<DosAttributes, Object>> NAMES = names();

  private static final String PREFIX = "0x";

  private static Map<String, Function<DosAttributes, Object>> names() {
    Map<String, Function<DosAttributes, Object>> all = new LinkedHashMap<>();
    AttributeNames.BASIC.forEach(
        (name, getter) -> all.put(name, attributes -> getter.apply(attributes.basic)));
    BITS.forEach((name, bit) -> all.put(name, attributes -> attributes.has(bit)));
    return Map.copyOf(all);
  }

  /**
   * Returns the number of a file.
   *
   * @throws IllegalArgumentException if what is kept is none
   */
  static int bits(UserAttributes kept) {
    byte[] value = kept.get(KEPT_IN);
    if (value == null) {
      return 0;
    }
    // The JDK and Samba write a character 0 behind it.
    int length = value.length > 0 && value[value.length - 1] == 0 ? value.length - 1 : value.length;
    String text = new String(value, 0, length, UTF_8);
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(text);
    }
    return Integer.parseInt(text.substring(PREFIX.length()), 16);
  }

  /** Returns attributes with a number; the same if it is the one they have. */
  static UserAttributes withBits(UserAttributes kept, int bits) {
    return bits == bits(kept)
        ? kept
        : kept.with(KEPT_IN, (PREFIX + Integer.toHexString(bits) + "\0").getBytes(UTF_8));
  }

  private boolean has(int bit) {
    return (bits & bit) != 0;
  }

  @Override
  public boolean isReadOnly() {
    return has(READ_ONLY);
  }

  @Override
  public boolean isHidden() {
    return has(HIDDEN);
  }

  @Override
  public boolean isArchive() {
    return has(ARCHIVE);
  }

  @Override
  public boolean isSystem() {
    return has(SYSTEM);
  }

  @Override
  public FileTime lastModifiedTime() {
    return basic.lastModifiedTime();
  }

  @Override
  public FileTime lastAccessTime() {
    return basic.lastAccessTime();
  }

  @Override
  public FileTime creationTime() {
    return basic.creationTime();
  }

  @Override
  public boolean isRegularFile() {
    return basic.isRegularFile();
  }

  @Override
  public boolean isDirectory() {
    return basic.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return basic.isSymbolicLink();
  }

  @Override
  public boolean isOther() {
    return basic.isOther();
  }

  @Override
  public long size() {
    return basic.size();
  }

  @Override
  public Object fileKey() {
    return basic.fileKey();
  }
}
