package io.github.cordonfs.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Catches what is logged, and keeps it off the console. */
public final class LogCapture extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("io.github.cordonfs");
  private final boolean useParents = logger.getUseParentHandlers();
  private final List<LogRecord> records = new ArrayList<>();

  /** Begins to catch. */
  public LogCapture() {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** Returns what was thrown and logged. */
  public synchronized List<Throwable> thrown() {
    return records.stream().map(LogRecord::getThrown).filter(each -> each != null).toList();
  }

  /** Returns the warnings' texts. */
  public synchronized List<String> warnings() {
    SimpleFormatter formatter = new SimpleFormatter();
    return records.stream()
        .filter(each -> each.getLevel().equals(Level.WARNING))
        .map(formatter::formatMessage)
        .toList();
  }

  @Override
  public synchronized void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(useParents);
  }
}
