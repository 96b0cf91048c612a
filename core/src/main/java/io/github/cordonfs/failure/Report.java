package io.github.cordonfs.failure;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.cache.pool.LostPage;
import org.jspecify.annotations.Nullable;

/**
 * What happened.
 *
 * @param lost the page that was lost, if any
 */
record Report(MemoryFailureEvent event, @Nullable LostPage lost) {

  boolean isNew() {
    return event.message() != MessageType.ALREADY_POISONED;
  }
}
