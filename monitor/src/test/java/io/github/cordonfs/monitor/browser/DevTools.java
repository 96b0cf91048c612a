package io.github.cordonfs.monitor.browser;

import io.github.cordonfs.monitor.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** The Chrome DevTools protocol: commands, their results, and events by session. */
final class DevTools implements WebSocket.Listener, AutoCloseable {

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Map<?, ?>>> results = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, Map<?, ?>>> sessions = new ConcurrentHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private WebSocket socket;

  private DevTools() {}

  static DevTools connect(URI uri) {
    DevTools tools = new DevTools();
    tools.socket = tools.http.newWebSocketBuilder().buildAsync(uri, tools).join();
    return tools;
  }

  /** Has events of a session handed to somebody. */
  void listen(String session, BiConsumer<String, Map<?, ?>> listener) {
    sessions.put(session, listener);
  }

  /** Sends a command and waits for its result. */
  Map<?, ?> call(String session, String method, Map<String, ?> parameters) throws IOException {
    int id = ids.incrementAndGet();
    CompletableFuture<Map<?, ?>> result = new CompletableFuture<>();
    results.put(id, result);
    String message =
        "{\"id\":"
            + id
            + (session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"")
            + ",\"method\":\""
            + method
            + "\",\"params\":"
            + json(parameters)
            + "}";
    synchronized (this) {
      socket.sendText(message, true).join();
    }
    try {
      return result.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(method + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        StringBuilder text = new StringBuilder("{");
        map.forEach((name, each) ->
            text.append(text.length() > 1 ? "," : "")
                .append(json(name))
                .append(':')
                .append(json(each)));
        yield text.append('}').toString();
      }
      case Iterable<?> list -> {
        StringBuilder text = new StringBuilder("[");
        list.forEach(each -> text.append(text.length() > 1 ? "," : "").append(json(each)));
        yield text.append(']').toString();
      }
      case String string ->
          '"' + string.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
      default -> value.toString();
    };
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      Map<String, Object> message = JsonReader.object(text.toString());
      text.setLength(0);
      deliver(message);
    }
    from.request(1);
    return null;
  }

  private void deliver(Map<String, Object> message) {
    if (message.get("id") instanceof Double id) {
      CompletableFuture<Map<?, ?>> result = results.remove(id.intValue());
      if (message.get("error") instanceof Map<?, ?> error) {
        result.completeExceptionally(new IOException(String.valueOf(error.get("message"))));
      } else {
        result.complete((Map<?, ?>) message.get("result"));
      }
    } else if (message.get("sessionId") instanceof String session
        && sessions.containsKey(session)) {
      sessions
          .get(session)
          .accept((String) message.get("method"), (Map<?, ?>) message.get("params"));
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
