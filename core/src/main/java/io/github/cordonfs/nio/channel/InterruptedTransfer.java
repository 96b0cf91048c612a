package io.github.cordonfs.nio.channel;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/**
 * How a transfer between a file and another channel ends when one of them was closed meanwhile, or
 * the thread interrupted: as that of {@code FileChannel} does (contract row S76).
 */
final class InterruptedTransfer {

  private InterruptedTransfer() {}

  /** Checks a channel for an interrupt that no operation may have noticed yet. */
  static void check(CordonChannel channel) throws ClosedByInterruptException {
    if (isInterrupted(channel)) {
      throw new ClosedByInterruptException();
    }
  }

  /** Tells whether the thread is interrupted, and the channel one that takes notice. */
  static boolean isInterrupted(CordonChannel channel) {
    return channel.closesOnInterrupt() && Thread.currentThread().isInterrupted();
  }

  /**
   * Returns what to throw. An interrupt closes both channels, but for one that takes no notice of
   * interrupts; a channel that was closed by another thread leaves the other one as it is.
   *
   * @param failure what the one that was closed said
   * @param own the file's channel
   */
  static AsynchronousCloseException of(
      ClosedChannelException failure, CordonChannel own, Channel other) {
    if (failure instanceof ClosedByInterruptException interrupt) {
      return closingBoth(interrupt, own, other);
    }
    if (isInterrupted(own)) {
      return closingBoth(new ClosedByInterruptException(), own, other);
    }
    if (failure instanceof AsynchronousCloseException told) {
      return told;
    }
    // Both were open when the transfer began.
    AsynchronousCloseException meanwhile = new AsynchronousCloseException();
    meanwhile.addSuppressed(failure);
    return meanwhile;
  }

  private static ClosedByInterruptException closingBoth(
      ClosedByInterruptException interrupt, Channel own, Channel other) {
    for (Channel each : new Channel[] {own, other}) {
      try {
        if (!(each instanceof CordonChannel cordon) || cordon.closesOnInterrupt()) {
          each.close();
        }
      } catch (IOException e) {
        interrupt.addSuppressed(e);
      }
    }
    return interrupt;
  }
}
