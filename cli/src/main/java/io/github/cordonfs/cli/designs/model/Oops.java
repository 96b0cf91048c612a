package io.github.cordonfs.cli.designs.model;

/** The kernel crashes: somebody used as a page what is none. */
public final class Oops extends RuntimeException {

  private static final long serialVersionUID = 1;

  Oops(String message) {
    super(message);
  }
}
