package io.github.cordonfs;

/** What a channel operation does if the calling thread's interrupt status is set. */
public enum InterruptPolicy {
  /**
   * It does what {@link java.nio.channels.FileChannel} specifies: an operation that an interrupted
   * thread begins closes the channel and throws {@link
   * java.nio.channels.ClosedByInterruptException}. Cordon never blocks on a device, so an interrupt
   * that arrives during an operation takes effect at the next one.
   */
  CLOSE_CHANNEL,
  /** It ignores interrupts; the interrupt status does not change. */
  IGNORE
}
