package io.github.cordonfs.bench.watched;

import io.github.cordonfs.monitor.CordonMonitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks as the page does: asks for what the pool is like and for its picture, listens to what is
 * sent, and asks for the picture again when a part of it has changed.
 */
final class PageClient implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI page;
  private final InputStream stream;
  private final Thread listener;
  private final AtomicLong received = new AtomicLong();

  /** Looks at the page of a monitor, and returns when it has the first picture. */
  PageClient(CordonMonitor monitor) throws IOException, InterruptedException {
    page = monitor.uri();
    String pool = new String(get("api/pool").body().readAllBytes(), StandardCharsets.UTF_8);
    int levels = Integer.parseInt(pool.replaceAll("(?s).*\"levels\":\\s*(\\d+).*", "$1"));
    stream = get("api/live").body();
    String tile = "api/tile?x=0&y=0&level=" + (levels - 1);
    var _ = get(tile).body().readAllBytes();
    listener = Thread.ofPlatform().daemon().name("page").start(() -> listen(tile));
  }

  private HttpResponse<InputStream> get(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        http.send(HttpRequest.newBuilder(page.resolve(path)).build(), BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": status " + answer.statusCode());
    }
    return answer;
  }

  private void listen(String tile) {
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          received.incrementAndGet();
        }
        if (line.equals("event: map")) {
          var _ = get(tile).body().readAllBytes();
        }
      }
    } catch (IOException _) {
      // It is over.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how many events it was sent so far. */
  long received() {
    return received.get();
  }

  @Override
  public void close() throws IOException {
    http.shutdownNow();
    listener.interrupt();
    stream.close();
    http.close();
  }
}
