package io.github.cordonfs.frame;

/**
 * A frame whose memory was found bad, and which memory that was: by the time somebody acts on it,
 * the frame may have been renewed and hold somebody else's good data.
 *
 * @param incarnation of the frame, read before its memory was looked at: see {@link
 *     FrameTable#incarnation}
 */
public record BadFrame(int frame, int incarnation) {}
