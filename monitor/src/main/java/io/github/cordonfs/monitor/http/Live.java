package io.github.cordonfs.monitor.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends what happens to those who listen, as server-sent events. A client that does not take what
 * is sent is dropped: nobody waits for it.
 */
final class Live {

  /** Clients at once. */
  static final int MOST_CLIENTS = 256;

  /** Events that a client may be behind. */
  private static final int QUEUE = 1024;

  /** An idle connection gets a sign of life, so that a dead client is noticed, in seconds. */
  private static final int HEARTBEAT = 15;

  private static final String END = "";

  private final Deadlines deadlines;

  /** By what there is to be sent: the thread that sends it. */
  private final Map<BlockingQueue<String>, Thread> clients = new ConcurrentHashMap<>();

  private volatile boolean closed;

  Live(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /** Returns whether somebody listens. */
  boolean hasClients() {
    return !clients.isEmpty();
  }

  /** Sends an event to all. Does not wait. */
  void send(String event, Object data) {
    if (!clients.isEmpty()) {
      String text = text(event, data);
      clients.forEach((queue, sender) -> offer(queue, sender, text));
    }
  }

  private void offer(BlockingQueue<String> queue, Thread sender, String text) {
    // Whoever is so far behind does not read: its sender waits for it, and is told not to.
    if (!queue.offer(text) && clients.remove(queue, sender)) {
      sender.interrupt();
    }
  }

  private static String text(String event, Object data) {
    return "event: " + event + "\ndata: " + Json.text(data) + "\n\n";
  }

  /**
   * Sends events to one client until it is gone.
   *
   * @param first is sent at once, as an event of type {@code state}
   */
  void stream(HttpExchange exchange, Object first) throws IOException, Refusal {
    if (clients.size() >= MOST_CLIENTS) {
      throw new Refusal(503, "there are " + MOST_CLIENTS + " clients already");
    }
    BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE);
    clients.put(queue, Thread.currentThread());
    try {
      deadlines.extend();
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      write(out, text("state", first));
      while (!closed) {
        String next = queue.poll(HEARTBEAT, TimeUnit.SECONDS);
        if (END.equals(next)) {
          return;
        }
        write(out, next == null ? ": alive\n\n" : next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(queue);
    }
  }

  private void write(OutputStream out, String text) throws IOException {
    deadlines.extend();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    deadlines.suspend();
  }

  /** Sends everybody away. */
  void close() {
    closed = true;
    clients
        .keySet()
        .forEach(queue -> {
          queue.clear();
          var _ = queue.offer(END);
        });
  }
}
