package io.github.cordonfs.cli.designs.model;

import org.jspecify.annotations.Nullable;

/**
 * What a look-up gives its caller: a pointer as the kernel knows it, which leads to a page or is
 * null or encodes an error. Nothing keeps the caller from using it without having looked which.
 */
public final class Found {

  private static final Found NULL = new Found(null, null);

  private final @Nullable Page page;
  private final @Nullable Errno error;

  private Found(@Nullable Page page, @Nullable Errno error) {
    this.page = page;
    this.error = error;
  }

  /** Returns a pointer to a page. */
  public static Found page(Page page) {
    return new Found(page, null);
  }

  /** Returns the null pointer. */
  public static Found nothing() {
    return NULL;
  }

  /** Returns a pointer that encodes an error. */
  public static Found error(Errno error) {
    return new Found(null, error);
  }

  /** Returns whether it is null. One that encodes an error is not. */
  public boolean isNull() {
    return this == NULL;
  }

  /** Returns whether it encodes an error. */
  public boolean isError() {
    return error != null;
  }

  /**
   * Returns the error that it encodes.
   *
   * @throws IllegalStateException if it encodes none
   */
  public Errno error() {
    if (error == null) {
      throw new IllegalStateException("no error");
    }
    return error;
  }

  /**
   * Dereferences it.
   *
   * @throws Oops if it does not lead to a page
   */
  public Page page() {
    if (page == null) {
      throw new Oops("dereferenced " + (error == null ? "a null pointer" : "the error " + error));
    }
    return page;
  }
}
