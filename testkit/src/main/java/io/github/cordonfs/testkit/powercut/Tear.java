package io.github.cordonfs.testkit.powercut;

/** In which way a write reached the disk in part. */
enum Tear {
  /** The sectors up to the middle did. */
  FIRST('f', "first sectors only"),
  /** The sectors up to the middle did, and the whole size: the rest reads as zeros. */
  SIZED('s', "first sectors and the size"),
  /** The sectors from the middle on did. */
  LAST('l', "last sectors only"),
  /** The size of the file did, and the bytes did not: they read as zeros. */
  ZEROS('z', "size only");

  private final char code;
  private final String text;

  Tear(char code, String text) {
    this.code = code;
    this.text = text;
  }

  char code() {
    return code;
  }

  String text() {
    return text;
  }

  static Tear of(char code) {
    for (Tear each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("no write is torn in the way '" + code + "'");
  }
}
