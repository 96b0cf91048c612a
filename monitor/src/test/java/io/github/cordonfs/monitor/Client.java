package io.github.cordonfs.monitor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Asks a monitor. */
public final class Client implements AutoCloseable {

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<String> token = Optional.empty();

  /** Makes one for a monitor. */
  public Client(URI base) {
    this.base = base;
  }

  /** Sends a token from now on. */
  public Client with(String secret) {
    token = Optional.of(secret);
    return this;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path));
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    return builder;
  }

  /** Gets an answer. */
  public HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  /** Gets bytes. */
  public byte[] bytes(String path) {
    try {
      return http.send(request(path).build(), BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gets an object. */
  public Map<String, Object> object(String path) {
    return JsonReader.object(get(path).body());
  }

  /** Asks for a change. */
  public HttpResponse<String> send(String method, String path, boolean meant) {
    HttpRequest.Builder builder = request(path).method(method, BodyPublishers.noBody());
    if (meant) {
      builder.header("X-Cordon", "1");
    }
    return send(builder.build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Listens to what is live. */
  public Events live() {
    try {
      HttpResponse<java.io.InputStream> response =
          http.send(request("/api/live").build(), BodyHandlers.ofInputStream());
      return new Events(
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Events as they come. */
  public record Events(BufferedReader lines) implements AutoCloseable {

    /** Waits for the next event of a type, and returns its data. */
    public Object next(String type) throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("event: " + type)) {
          return JsonReader.read(lines.readLine().substring("data: ".length()));
        }
      }
      throw new IOException("the connection was closed");
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** Encodes a value of a parameter. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
