package io.github.cordonfs.vfs.attribute;

/** The length of text in UTF-8, by which names, links and attributes are limited. */
public final class Utf8 {

  private Utf8() {}

  /** Returns how many bytes a text takes. */
  public static int length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts two of the pair's four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
