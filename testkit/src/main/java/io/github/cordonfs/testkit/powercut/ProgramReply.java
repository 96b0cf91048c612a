package io.github.cordonfs.testkit.powercut;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM with the overlay answers.
 *
 * @param recorded what the program did; null if it was not recorded
 * @param failure how it failed; null if it did not
 */
record ProgramReply(@Nullable RecordedLog recorded, @Nullable ProgramFailure failure)
    implements Serializable {}
