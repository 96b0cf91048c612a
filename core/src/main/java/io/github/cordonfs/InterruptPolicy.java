package io.github.cordonfs;

/** What a channel operation does when the calling thread's interrupt status is set. */
public enum InterruptPolicy {
  /**
   * What {@link java.nio.channels.FileChannel} promises: an operation begun by an interrupted
   * thread closes the channel and throws {@link java.nio.channels.ClosedByInterruptException}.
   * Cordon never blocks on a device, so an interrupt that arrives during an operation is seen by
   * the next one.
   */
  CLOSE_CHANNEL,
  /** Operations take no notice of interrupts; the interrupt status stays as it is. */
  IGNORE
}
