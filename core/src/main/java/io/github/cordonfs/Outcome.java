package io.github.cordonfs;

/** How the handling of a memory failure ended: the four results Linux knows. */
public enum Outcome {
  /** Nothing could be done: the frame was in a state that is not handled. */
  IGNORED,
  /** Handling failed; the memory may still be in use. */
  FAILED,
  /** Handling goes on later. */
  DELAYED,
  /** The memory is out of service and whoever asks for the lost data will be told. */
  RECOVERED
}
