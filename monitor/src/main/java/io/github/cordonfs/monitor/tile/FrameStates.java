package io.github.cordonfs.monitor.tile;

/** Where the states of frames come from; {@code PageMap::states} is one. */
@FunctionalInterface
public interface FrameStates {

  /**
   * Copies the states of consecutive frames.
   *
   * @param first the first frame
   * @param target gets the codes of {@code PageState}
   * @param offset where the first one goes
   * @param count how many frames
   */
  void states(int first, byte[] target, int offset, int count);
}
