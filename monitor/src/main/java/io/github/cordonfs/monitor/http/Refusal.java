package io.github.cordonfs.monitor.http;

/** A request that is not answered: the status, and one line that says why. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1;

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
