package io.github.cordonfs.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * S3, by S3Proxy in a JVM of its own, behind a proxy of the test that counts requests and delays
 * each of them.
 */
final class S3Server implements AutoCloseable {

  static final String BUCKET = "cordon";

  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "http2-settings");

  private static final String MARK = "/mark/";
  private static final Pattern CONTENTS = Pattern.compile("<Contents>.*?</Contents>");

  private static final String OF_MARKERS =
      "<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>0</Size>";

  private final Server server;
  private final HttpServer proxy;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;

  /** "GET bytes=0-9", "HEAD ", "PUT " and so on, of requests for objects. */
  final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private final Queue<Mark> marks = new ConcurrentLinkedQueue<>();

  /** Bytes of objects that were sent. */
  final AtomicLong bytesSent = new AtomicLong();

  volatile long delayMillis;

  /** What to do when a mark is set, before it is answered. */
  volatile Consumer<String> whenMarked = _ -> {};

  /**
   * Whether an answer is of one version of an object even if that is overwritten meanwhile, as that
   * of S3 is. S3Proxy looks for the etag first and opens the file later.
   */
  volatile boolean answersAreOfOneVersion;

  private final ReadWriteLock versions = new ReentrantReadWriteLock();

  S3Server(Path directory) throws IOException, InterruptedException {
    this(directory, "filesystem-nio2");
  }

  /**
   * Starts it.
   *
   * @param provider of jclouds that has the objects: the usual one, of files, takes a directory for
   *     an object of its name
   */
  S3Server(Path directory, String provider) throws IOException, InterruptedException {
    this.port = Server.freePort();
    Path data = Files.createDirectories(directory.resolve("s3"));
    Path properties = directory.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        String.join(
            "\n",
            "s3proxy.authorization=none",
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "jclouds.provider=" + provider,
            "jclouds.identity=none",
            "jclouds.credential=none",
            "jclouds.filesystem.basedir=" + data,
            ""));
    Path logback = directory.resolve("logback.xml");
    Files.writeString(
        logback,
        """
        <configuration><appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder>
        <pattern>%d %level %logger %msg%n</pattern></encoder></appender>
        <root level="warn"><appender-ref ref="OUT"/></root></configuration>
        """);
    Path log = directory.resolve("s3proxy.log");
    this.server =
        Server.start(
            Server.classPathOf("s3proxy"),
            log,
            List.of(
                "-Xmx512m",
                "-Dlogback.configurationFile=" + logback,
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()));
    while (!answers()) {
      if (!server.isAlive()) {
        throw new IOException(Files.readString(log));
      }
      Thread.sleep(50);
    }
    this.proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(executor);
    proxy.createContext("/", this::forward);
    proxy.start();
    makeBucket(BUCKET);
  }

  void makeBucket(String name) throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(target("/" + name)).PUT(BodyPublishers.noBody()).build(),
        BodyHandlers.discarding());
  }

  /**
   * What was asked for.
   *
   * @param requests of all kinds
   * @param ranges those that asked for bytes of an object
   * @param bytes of objects that were sent
   */
  record Asked(long requests, long ranges, long bytes) {
    Asked since(Asked before) {
      return new Asked(requests - before.requests, ranges - before.ranges, bytes - before.bytes);
    }
  }

  private record Mark(String name, Asked before) {}

  private Asked asked() {
    return new Asked(requests.size(), count("GET bytes"), bytesSent.get());
  }

  /** Returns an address that marks what is asked for from then on, with a name behind it. */
  String markAddress() {
    return "http://127.0.0.1:" + proxy.getAddress().getPort() + MARK;
  }

  /** Returns what was asked for between each mark and the next one. */
  Map<String, Asked> askedByMark() {
    Map<String, Asked> all = new TreeMap<>();
    Mark last = null;
    for (Mark each : marks) {
      if (last != null) {
        all.put(last.name(), each.before().since(last.before()));
      }
      last = each;
    }
    return all;
  }

  private boolean answers() throws InterruptedException {
    try {
      client.send(HttpRequest.newBuilder(target("/")).build(), BodyHandlers.discarding());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private URI target(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith(MARK)) {
        String mark = path.substring(MARK.length());
        marks.add(new Mark(mark, asked()));
        whenMarked.accept(mark);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(method + " " + (range == null ? "" : range));
      if (delayMillis > 0) {
        Thread.sleep(delayMillis);
      }
      URI asked = exchange.getRequestURI();
      HttpRequest.Builder builder = HttpRequest.newBuilder(target(asked.toString()));
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
              values.forEach(value -> builder.header(name, value));
            }
          });
      byte[] body = exchange.getRequestBody().readAllBytes();
      builder.method(
          method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
      String query = asked.getQuery();
      if (method.equals("GET") && query != null && query.contains("list-type")) {
        HttpResponse<byte[]> listing = sendAlone(builder.build());
        answer(exchange, method, listing, withSizes(listing.body()));
      } else if (answersAreOfOneVersion) {
        HttpResponse<byte[]> whole = sendAlone(builder.build());
        answer(exchange, method, whole, whole.body());
      } else {
        HttpResponse<InputStream> response =
            client.send(builder.build(), BodyHandlers.ofInputStream());
        long length = response.headers().firstValueAsLong("content-length").orElse(-1);
        answer(exchange, method, response, response.body(), length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends a request while nobody changes an object, or alone if it may change one. */
  private HttpResponse<byte[]> sendAlone(HttpRequest request)
      throws IOException, InterruptedException {
    boolean reads = request.method().equals("GET") || isHead(request.method());
    Lock lock = reads ? versions.readLock() : versions.writeLock();
    lock.lock();
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } finally {
      lock.unlock();
    }
  }

  /** Gives the markers of directories a size, as S3 does and S3Proxy does not. */
  private static byte[] withSizes(byte[] listing) {
    String text = new String(listing, StandardCharsets.UTF_8);
    return CONTENTS
        .matcher(text)
        .replaceAll(each ->
            Matcher.quoteReplacement(
                each.group().contains("<Size>")
                    ? each.group()
                    : each.group().replace("</Key>", "</Key>" + OF_MARKERS)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void answer(
      HttpExchange exchange, String method, HttpResponse<byte[]> response, byte[] body)
      throws IOException {
    answer(exchange, method, response, new ByteArrayInputStream(body), body.length);
  }

  /** Passes an answer on; its length is -1 if it is not known. */
  private void answer(
      HttpExchange exchange, String method, HttpResponse<?> response, InputStream body, long length)
      throws IOException {
    for (Map.Entry<String, List<String>> each : response.headers().map().entrySet()) {
      String name = each.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals("transfer-encoding") && (!name.equals("content-length") || isHead(method))) {
        exchange.getResponseHeaders().put(each.getKey(), each.getValue());
      }
    }
    try (InputStream in = body) {
      int status = response.statusCode();
      if (isHead(method) || status == 204 || status == 304) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      // For this server 0 is a length that is not known, and -1 is none.
      exchange.sendResponseHeaders(status, length < 0 ? 0 : length == 0 ? -1 : length);
      byte[] piece = new byte[64 << 10];
      int n;
      while ((n = in.read(piece)) > 0) {
        exchange.getResponseBody().write(piece, 0, n);
        if (method.equals("GET")) {
          bytesSent.addAndGet(n);
        }
      }
    }
  }

  private static boolean isHead(String method) {
    return method.equals("HEAD");
  }

  /** Puts an object without Hadoop, as another client would. */
  void put(String key, byte[] bytes) throws IOException {
    try {
      HttpResponse<byte[]> response =
          sendAlone(
              HttpRequest.newBuilder(target("/" + BUCKET + "/" + key))
                  .PUT(BodyPublishers.ofByteArray(bytes))
                  .build());
      if (response.statusCode() != 200) {
        throw new IOException("PUT " + key + ": " + response.statusCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  void forget() {
    requests.clear();
    marks.clear();
    bytesSent.set(0);
  }

  long count(String method) {
    return requests.stream().filter(each -> each.startsWith(method)).count();
  }

  /** Returns what S3A has to know to use this server. */
  Configuration configure(Configuration conf) {
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:" + proxy.getAddress().getPort());
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.connection.ssl.enabled", "false");
    conf.set("fs.s3a.access.key", "key");
    conf.set("fs.s3a.secret.key", "secret");
    conf.set("fs.s3a.attempts.maximum", "2");
    conf.set("fs.s3a.retry.limit", "2");
    conf.set("fs.s3a.retry.interval", "50ms");
    return conf;
  }

  @Override
  public void close() {
    proxy.stop(0);
    executor.close();
    client.close();
    server.close();
  }
}
